"""A bare WebKitGTK window for WebDriver: no toolbar, so that a viewport can be 320 px wide, and a profile kept in memory."""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

FEATURES = {name for argument in sys.argv if argument.startswith("--features=") for name in argument[11:].split(",")}

context = WebKit2.WebContext.new_ephemeral()
context.set_automation_allowed(True)


def allow(_view, request):
    request.allow()
    return True


def create_view(_session):
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    settings = view.get_settings()
    available = WebKit2.Settings.get_all_features()
    for index in range(available.get_length()):
        feature = available.get(index)
        if feature.get_identifier() in FEATURES:
            settings.set_feature_enabled(feature, True)
    window = Gtk.Window()
    window.set_default_size(1024, 730)
    window.add(view)
    window.show_all()
    view.connect("close", lambda _view: window.destroy())
    view.connect("permission-request", allow)
    return view


def automation_started(_context, session):
    info = WebKit2.ApplicationInfo()
    info.set_name("support-chat-tests")
    info.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(info)
    session.connect("create-web-view", create_view)


context.connect("automation-started", automation_started)
Gtk.main()
