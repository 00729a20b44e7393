"""What allauth asks of us: our phones, our mails in the reader's language, no open sign-up form."""

from secrets import randbelow
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.messages.sms import send_sms


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # signing in with a new address is signing up

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Notes that this person has just proved who they are: for five minutes no page asks for it again."""
        record_authentication(request, user, method="code", reauthenticated=True)
        return super().post_login(request, user, **kwargs)

    def generate_login_code(self) -> str:
        return _six_digits()

    def generate_phone_verification_code(self, *, user: User, phone: str) -> str:
        return _six_digits()

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        with override(user.language):
            send_sms(phone, _("Your code for Khma: %(code)s") % {"code": code})

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.is_phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone, user.is_phone_verified = phone, verified
        user.save(update_fields=["phone", "is_phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()


def _six_digits() -> str:
    """Digits only: a phone's number pad types them, and no script is favoured."""
    return f"{randbelow(10**6):06}"
