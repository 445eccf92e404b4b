"""What is refused of trips and of the cards of cars, and what to do then."""

from kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class TripNotFound(NotFound):
    """No such trip, or none that this officer may see."""

    code = "vehicle-trip-not-found"
    zh = "没有该用车申请，或您无权查看。"
    en = "There is no such trip, or it is not yours to see."


class VehicleNotFound(NotFound):
    """No card of such a car, or none that this officer may see."""

    code = "vehicle-not-found"
    zh = "没有该车辆，或您无权查看。"
    en = "There is no such car, or it is not yours to see."


class TripUnfit(Unprocessable):
    """Something that is said of a trip cannot be."""

    code = "vehicle-trip-unfit"
    zh = "用车信息有误，请按提示修改。"
    en = "Something in this trip cannot be. See the places that are pointed at."


class VehicleUnfit(Unprocessable):
    """Something that is said of a car cannot be."""

    code = "vehicle-unfit"
    zh = "车辆信息有误，请按提示修改。"
    en = "Something said of this car cannot be. See the places that are pointed at."


class VehicleExists(Conflict):
    """A car has one card, and a plate is one car's."""

    code = "vehicle-exists"
    zh = "该车辆或号牌已登记。"
    en = "This car or this plate has a card already."


class NotYourFleet(Forbidden):
    """Cards are kept by the department that keeps the car."""

    code = "not-your-fleet"
    zh = "您不能管理该单位的车辆。"
    en = "The cars of this department are not yours to keep."


class RequesterWithoutDepartment(Forbidden):
    """A trip is approved by a department, and its cost."""

    code = "requester-without-department"
    zh = "您的岗位不属于具体单位，不能申请用车，请由所在单位人员申请。"
    en = "Your post belongs to no single department. Have an officer of the department ask for the car."


class ApprovedByAnother(Forbidden):
    """Nobody approves what they asked for themselves."""

    code = "approved-by-another"
    zh = "本人的用车申请应由本单位其他审批人审批。"
    en = "Your own request is approved by somebody else of your department."


class DispatchRefused(Conflict):
    """A car or a driver that cannot be given; says which cars and drivers can."""

    exposes = ("conflicts", "vehicles", "drivers")


class TooFewSeats(DispatchRefused):
    """The car has not enough seats."""

    code = "too-few-seats"
    zh = "{name}核定{seats}座，本次需要{needed}座（含驾驶员），请改派其他车辆。"
    en = "{name} has {seats} seats and {needed} are needed, the driver's too. Choose another car."


class VehicleTaken(DispatchRefused):
    """The car or the driver is given at that time."""

    code = "vehicle-taken"
    zh = "车辆或驾驶员该时段已被占用（{first}），请改派其他车辆或驾驶员。"
    en = "The car or the driver is taken at that time ({first}). Choose others."


class VehicleOverdue(DispatchRefused):
    """Inspection or insurance does not hold on the last day of the trip."""

    code = "vehicle-overdue"
    zh = "{plate}的{what_zh}于{due_on}到期，不得派出，请办妥后更新车辆信息或改派其他车辆。"
    en = "The {what_en} of {plate} ends on {due_on}, so it is not given. Renew it and its card, or choose another car."


class VehicleStillOut(Conflict):
    """The car or the driver is under way with another trip."""

    code = "vehicle-still-out"
    zh = "车辆或驾驶员尚未还车（{number}），请先办理还车或改派。"
    en = "The car or the driver is still out ({number}). Take it back first, or dispatch others."


class TooEarlyToLeave(Conflict):
    """A car is handed out when its time comes."""

    code = "too-early-to-leave"
    zh = "还未到出车时间，请在开始前15分钟内办理出车。"
    en = "It is too early. A car is handed out from fifteen minutes before the beginning on."


class TripTimeOver(Conflict):
    """The time that was asked for has passed."""

    code = "trip-time-over"
    zh = "申请的用车时间已过，请重新申请。"
    en = "The time that was asked for has passed. Ask for a car anew."
