"""The proofs that books and stock agree, kept for ever."""

from django.db import models
from django.db.models.functions import Now

from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class ProofRun(CompanyModel):
    """One look at all totals: `findings` has for each check what was compared and the first differences."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=200)
    seconds = columns.RealField()
    differences = models.BigIntegerField()
    findings = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["company_id", "-at", "-id"], name="proof_newest")]
        constraints = [models.CheckConstraint(name="proof_counts", condition=models.Q(differences__gte=0))]

    @property
    def is_green(self) -> bool:
        """Whether everything agreed."""
        return self.differences == 0
