"""What a cluster is to a partner, in words: a profile is read, never compared by number."""

from collections.abc import Iterable, Sequence

from bot.content.instrument import Instrument
from bot.domain.motive import Choice
from bot.insight.given import PartnerForm
from bot.insight.words import ClusterVoice, Profile, Voice


def profiles(partners: Sequence[PartnerForm], instrument: Instrument) -> tuple[Profile, ...]:
    """The profile of each partner."""
    clusters = theory_clusters(instrument)
    return tuple(
        Profile(one.partner, tuple(ClusterVoice(cluster, voice([one], cluster)) for cluster in clusters))
        for one in partners
    )


def voice(partners: Iterable[PartnerForm], cluster: str) -> Voice:
    """What these partners say of a cluster, their own motives in it included. Unanswered is not a Nee."""
    said = {motive.choice for one in partners for motive in one.form.motives if motive.cluster == cluster}
    if Choice.YES in said:
        return Voice.HAS_YES
    if Choice.SOMEWHAT in said:
        return Voice.ONLY_SOMEWHAT
    return Voice.NONE if said else Voice.NOT_FILLED_IN


def theory_clusters(instrument: Instrument) -> tuple[str, ...]:
    """The clusters of the forms, in form order: without that of the motives that belong nowhere."""
    used = {motive.cluster for form in instrument.forms for motive in form.motives}
    return tuple(cluster.id for cluster in instrument.clusters.clusters if cluster.id in used)
