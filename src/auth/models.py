"""The tables of identity, sessions, consent and data use. Numbers and names are sealed, found by fingerprint."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class AuthSubject(Model):
    """One identity, whatever the doors and certificates it comes with."""

    __tablename__ = "auth_subjects"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name_sealed: Mapped[str]
    name_masked: Mapped[str]
    phone_sealed: Mapped[str | None]
    employee_code: Mapped[str | None] = mapped_column(unique=True)
    #: An officer's account at the office portal, to which notifications and to-dos go.
    account_id: Mapped[str | None]
    created_at: Mapped[datetime]


class AuthCertificate(Model):
    """One certificate of one subject; the fingerprint is unique within its kind."""

    __tablename__ = "auth_certificates"
    __table_args__ = (UniqueConstraint("kind", "fingerprint"), Index("ix_auth_certificates_subject", "subject_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    fingerprint: Mapped[str]
    number_sealed: Mapped[str]
    number_masked: Mapped[str]
    proven_at: Mapped[datetime]


class AuthPortalAccount(Model):
    """An account of an outside portal, by fingerprint; an unverified person is known by nothing else."""

    __tablename__ = "auth_portal_accounts"
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[uuid.UUID]


class AuthRegion(Model):
    """One division of GB/T 2260."""

    __tablename__ = "auth_regions"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    parent: Mapped[str | None]


class AuthDepartment(Model):
    """One department, by its unified social credit code."""

    __tablename__ = "auth_departments"
    uscc: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    region: Mapped[str]
    parent: Mapped[str | None]
    #: The department that signs for documents to this one, which has no officers of its own: 市政府 its office.
    receives_through: Mapped[str | None]


class AuthRole(Model):
    """A named set of permissions."""

    __tablename__ = "auth_roles"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    permissions: Mapped[list[str]]


class AuthPosition(Model):
    """An officer's post in a department, and the role that goes with it; the role reaches the subtree."""

    __tablename__ = "auth_positions"
    __table_args__ = (UniqueConstraint("employee_code", "department", "role"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    employee_code: Mapped[str]
    department: Mapped[str]
    title: Mapped[str]
    role: Mapped[str]
    main: Mapped[bool]


class AuthWithdrawnPost(Model):
    """A post of the pack whose holder left its department, as the office portal's directory says."""

    __tablename__ = "auth_withdrawn_posts"
    __table_args__ = (UniqueConstraint("employee_code", "department", "role"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    employee_code: Mapped[str]
    department: Mapped[str]
    title: Mapped[str]
    role: Mapped[str]
    main: Mapped[bool]


class AuthClient(Model):
    """The account by which an organ's own system signs in; its secret is known to that system alone."""

    __tablename__ = "auth_clients"
    __table_args__ = (UniqueConstraint("organ_code", "account"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    organ_code: Mapped[str]
    account: Mapped[str]
    secret_hash: Mapped[str]
    permissions: Mapped[list[str]]
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class AuthSession(Model):
    """One sign-in: everything a request needs to know of its subject, in one row."""

    __tablename__ = "auth_sessions"
    __table_args__ = (Index("ix_auth_sessions_subject", "subject_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    name: Mapped[str]
    assurance_level: Mapped[int]
    audience: Mapped[str]
    acting_person_id: Mapped[uuid.UUID | None]
    employee_code: Mapped[str | None]
    department_code: Mapped[str | None]
    permissions: Mapped[list[str]]
    all_departments: Mapped[bool]
    departments: Mapped[list[str]]
    #: Powers of absent colleagues with their first and last days, see ``auth.delegations``.
    lent: Mapped[list[Any] | None]
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]


class AuthDelegation(Model):
    """Powers that an officer lends to a colleague while away (代办), from day to day."""

    __tablename__ = "auth_delegations"
    __table_args__ = (
        Index("ix_auth_delegations_lender", "lender_id", "id"),
        Index("ix_auth_delegations_deputy", "deputy_id", "id"),
        Index("ix_auth_delegations_department", "department_code", "id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    version: Mapped[int]
    lender_id: Mapped[uuid.UUID]
    lender_name: Mapped[str]
    lender_code: Mapped[str]
    deputy_id: Mapped[uuid.UUID]
    deputy_name: Mapped[str]
    department_code: Mapped[str]
    permissions: Mapped[list[str]]
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str]
    made_by: Mapped[uuid.UUID]
    made_by_name: Mapped[str]
    made_at: Mapped[datetime]


class AuthRefreshToken(Model):
    """One refresh token, stored as a hash; a second use of it ends the session."""

    __tablename__ = "auth_refresh_tokens"
    hash: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[uuid.UUID]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AuthSigningKey(Model):
    """One signing key; the private part is sealed, retired keys go on verifying what they signed."""

    __tablename__ = "auth_signing_keys"
    kid: Mapped[str] = mapped_column(primary_key=True)
    private_sealed: Mapped[str]
    public_jwk: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class AuthUsedTicket(Model):
    """A portal ticket that was used, by hash, whatever the portal itself remembers."""

    __tablename__ = "auth_used_tickets"
    hash: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[datetime]


class AuthMandate(Model):
    """What a principal lets an agent do (委托); the agent is known by certificate alone until they accept."""

    __tablename__ = "auth_mandates"
    __table_args__ = (
        Index("ix_auth_mandates_principal", "principal_id", "id"),
        Index("ix_auth_mandates_agent", "agent_fingerprint", "id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    principal_id: Mapped[uuid.UUID]
    principal_kind: Mapped[str]
    agent_certificate_kind: Mapped[str]
    agent_fingerprint: Mapped[str]
    agent_name_sealed: Mapped[str]
    agent_id: Mapped[uuid.UUID | None]
    #: Matters and topics that it covers, by code; neither means every matter that admits this kind of agent.
    matters: Mapped[list[str]]
    topics: Mapped[list[str]]
    from_on: Mapped[date]
    until_on: Mapped[date]
    made_at: Mapped[datetime]


class AuthConsent(Model):
    """A person's consent to fetch certain records for a matter (个人信息保护法 第十四条); withdrawable."""

    __tablename__ = "auth_consents"
    __table_args__ = (Index("ix_auth_consents_subject", "subject_id", "matter_code"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[uuid.UUID]
    matter_code: Mapped[str]
    purposes: Mapped[list[str]]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class AuthDataUse(Model):
    """One line of the ledger of data use (用数记录): who used which of whose data, for what."""

    __tablename__ = "auth_data_uses"
    __table_args__ = (Index("ix_auth_data_uses_person", "person_id", "id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID]
    used_by: Mapped[str]
    used_by_kind: Mapped[str]
    resource: Mapped[str]
    resource_name: Mapped[str]
    purpose: Mapped[str]
    outcome: Mapped[str]
    matter_code: Mapped[str | None]
    case_id: Mapped[uuid.UUID | None]
    consent_id: Mapped[uuid.UUID | None]
    statute: Mapped[str | None]
    used_at: Mapped[datetime]


class AuthEvidence(Model):
    """A fetched record, sealed, kept once: bound to a case at filing, purged when it never is."""

    __tablename__ = "auth_evidence"
    __table_args__ = (Index("ix_auth_evidence_case", "case_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[uuid.UUID]
    source: Mapped[str]
    resource: Mapped[str]
    content_sealed: Mapped[str]
    fetched_at: Mapped[datetime]
    case_id: Mapped[uuid.UUID | None]


class AuthPreparation(Model):
    """The outcome of one preparation, reused at filing while it is fresh."""

    __tablename__ = "auth_preparations"
    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_revision_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    content_sealed: Mapped[str]
    prepared_at: Mapped[datetime]
