"""What counts as demand on each channel."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from stockwright.kit.actor import Actor
from stockwright.sales.actions.channels import set_channel_demand
from stockwright.web.fill.channel_demand import ChannelDemandForm
from stockwright.web.fill.stock_forms import ChannelRuleForm
from stockwright.web.fill.stock_settings import channels_page
from stockwright.web.http import PageRequest, framed, page


@require_POST
@page("forecast.write")
def set_demand(request: PageRequest, actor: Actor) -> HttpResponse:
    """Set which of a channel's pieces count as demand."""
    form = ChannelDemandForm(request.POST, auto_id="demand_%s")
    if form.is_valid():
        set_channel_demand(actor, **form.cleaned_data)
        messages.success(request, gettext("Saved. The next forecast counts so."))
        return redirect("settings_channels")
    shown = channels_page(actor, request.company, ChannelRuleForm(), form)
    template = "settings/channels.html"
    return framed(request, actor, template, section="settings", status=422, page=shown, place="channels")
