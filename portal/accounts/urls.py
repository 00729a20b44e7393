"""The sign-in pages we use; allauth's others (passwords, sign-up forms) are not mounted."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.generic import RedirectView

from portal.accounts.views import AskForCode, sign_in_again, use_another_address

to_sign_in = RedirectView.as_view(pattern_name="account_request_login_code", query_string=True)

urlpatterns = [
    path("", AskForCode.as_view(), name="account_request_login_code"),
    path("code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("other/", use_another_address, name="account_use_another_address"),
    path("out/", account.logout, name="account_logout"),
    path("again/", sign_in_again, name="account_reauthenticate"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("second-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("second-factor/again/", sign_in_again, name="mfa_reauthenticate"),
    path("second-factor/all/", mfa.index, name="mfa_index"),
    path("second-factor/set-up/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    # allauth reverses these names itself; all of them lead to the one question.
    path("in/", to_sign_in, name="account_login"),
    path("up/", to_sign_in, name="account_signup"),
]
