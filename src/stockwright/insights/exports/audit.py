"""The data set of who did what."""

from django.utils.translation import gettext_lazy as _

from stockwright.insights.exports.dataset import Dataset, columns

AUDIT = Dataset(
    name="audit",
    title=_("Audit trail"),
    about=_("Who did what and when, with what it was before and after, as JSON."),
    permission="audit.read",
    columns=columns("id:id at:moment by person_id:id name subject sequence:whole before after payload"),
    sql="""
        select id, at, by, person_id, name, subject, sequence, payload->>'before' as before,
            payload->>'after' as after, payload::text as payload
        from messaging_event where company_id = %(company)s
    """,
    order="at, id",
)
