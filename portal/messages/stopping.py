"""The link that stops messages: signed, without an expiry date, and enough by itself."""

from django.core.signing import BadSignature, Signer

from portal.accounts.models import Rhythm, User

_signer = Signer(salt="portal.messages.stop")


def stop_token(user: User) -> str:
    """What the link in a mail holds: whom it stops messages to. It opens nothing else."""
    return _signer.sign(str(user.pk))


def read_stop_token(token: str) -> User | None:
    """The person the token was made for; None if it was not made here or the account is closed."""
    try:
        return User.objects.filter(pk=int(_signer.unsign(token)), is_active=True).first()
    except (BadSignature, ValueError):
        return None


def choose_rhythm(user: User, rhythm: Rhythm) -> None:
    """From now on the person is written to in this rhythm; messages that wait to be sent again obey it too."""
    user.rhythm = rhythm
    user.save(update_fields=["rhythm"])
