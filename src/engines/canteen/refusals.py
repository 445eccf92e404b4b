"""What is refused of canteens, and what to do then."""

from kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class CanteenNotFound(NotFound):
    """No such canteen, or the officer eats in none."""

    code = "canteen-not-found"
    zh = "没有找到该食堂。"
    en = "There is no such canteen."


class CanteenMealNotFound(NotFound):
    """No such meal, or the officer eats in no canteen."""

    code = "canteen-meal-not-found"
    zh = "没有找到该餐次。"
    en = "There is no such meal."


class MealBookingNotFound(NotFound):
    """No such booking, or none that this officer may see."""

    code = "meal-booking-not-found"
    zh = "没有找到该订餐，或您无权查看。"
    en = "There is no such booking of a meal, or it is not yours to see."


class MealCodeUnknown(NotFound):
    """No booking of today has this code here."""

    code = "meal-code-unknown"
    zh = "取餐码无效：今天在本食堂没有使用该取餐码的订餐。"
    en = "No meal of today was booked here under this code."


class NotYourCanteen(Forbidden):
    """Menus, pick-ups, numbers and waste are for those who keep the canteen."""

    code = "not-your-canteen"
    zh = "您不是该食堂的管理人员。"
    en = "This canteen is not yours to keep."


class MealUnfit(Unprocessable):
    """The meal, its day or the guests cannot be."""

    code = "meal-unfit"
    zh = "订餐信息有误，请按提示修改。"
    en = "The meal cannot be booked like this. Correct what is pointed at."


class MealClosed(Conflict):
    """The kitchen counts on what was booked by its cut-off."""

    code = "meal-closed"
    zh = "{day}{meal_zh}的预订、变更和取消已于{until}截止。"
    en = "Booking, changing and cancelling {meal} of {day} went until {until}."
    exposes = ("until",)


class MealBookedAlready(Conflict):
    """One books a meal of a day once."""

    code = "meal-booked-already"
    zh = "您已预订{day}{meal_zh}，如需调整请变更原订餐。"
    en = "You have booked {meal} of {day} already. Change that booking."


class PortionsShort(Conflict):
    """No more is booked than there is."""

    code = "portions-short"
    zh = "只剩{available}份，不能预订{wanted}份。"
    en = "There are {available} portions left: {wanted} more cannot be booked."
    exposes = ("available", "wanted")


class MealNotServed(Conflict):
    """Meals are handed out while they are served."""

    code = "meal-not-served"
    zh = "{meal_zh}取餐时间为{serves_from}至{serves_until}，现在不能取餐。"
    en = "Meals of this kind ({meal}) are handed out from {serves_from} to {serves_until}."
    exposes = ("serves_from", "serves_until")


class MealPickedUp(Conflict):
    """All that was booked was handed out."""

    code = "meal-picked-up"
    zh = "该订餐的{portions}份已全部取走，首次取餐时间为{first}。"
    en = "All {portions} portions were picked up, the first of them at {first}."
    exposes = ("first",)


class PortionsLeft(Conflict):
    """Fewer are left of a booking than are asked for."""

    code = "portions-left"
    zh = "该订餐还有{available}份未取，不能取{wanted}份。"
    en = "{available} portions of this booking are left: {wanted} cannot be picked up."
    exposes = ("available", "wanted")


class MealOver(Conflict):
    """A menu is published before the meal is over."""

    code = "meal-over"
    zh = "该餐次供餐已结束，不能再发布或修改菜单。"
    en = "This meal is over: its menu is not published or changed any more."


class MenuPublished(Conflict):
    """A menu is published once, and changed after that."""

    code = "menu-published"
    zh = "该餐次菜单已发布，请修改已发布的菜单。"
    en = "The menu of this meal was published already. Change it."


class MealNotBegun(Conflict):
    """Waste is weighed once there is some."""

    code = "meal-not-begun"
    zh = "该餐次尚未开始供餐，不能登记餐厨垃圾重量。"
    en = "This meal is not served yet: there is no waste to weigh."
