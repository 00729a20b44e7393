"""The address the stop link of a mail leads to."""

from django.urls import path

from portal.messages.views import stop_messages

urlpatterns = [path("stop/<str:token>/", stop_messages, name="stop_messages")]
