"""The draft on the desk: every change goes through here, is remembered for undo, and is saved at once. No Qt, no clock of its own."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from warroom.compose.model import Template
from warroom.desktop.composer.edit import History, all_aims, differences, from_version, switched, with_filled, with_slot
from warroom.desktop.composer.framing import framed, unframed
from warroom.desktop.composer.rows import aim_key
from warroom.desktop.drafts import Aim, Draft, DraftStore
from warroom.plan.model import Target
from warroom.review.lanes import FULL
from warroom.review.model import Credit, Framing, Item, Version
from warroom.targets.networks import suits


class Desk:
    """One draft at a time, or none. `now` gives local milliseconds, for undo's steps and the draft's age."""

    def __init__(self, store: DraftStore, now: Callable[[], int]) -> None:
        self._store = store
        self._now = now
        self._history = History()
        self.draft: Draft | None = None

    def open(self, draft: Draft, *, save: bool = False) -> None:
        self._history.forget()
        self.draft = draft
        if save:
            self._keep(draft)

    def close(self) -> None:
        self._history.forget()
        self.draft = None

    def change(self, what: str, changed: Draft, *, gesture: bool = False) -> bool:
        """Take `changed` as the draft; `what` names the field, so that quick keys in one are undone together. False: nothing changed.

        `gesture`: all changes of that name in a row are undone together, however long they take.
        """
        if self.draft is None or changed == self.draft:
            return False
        self._history.record(self.draft, what, self._now(), gesture=gesture)
        self._keep(msgspec.structs.replace(changed, sending=""))
        return True

    def write(self, what: str, text: str) -> bool:
        """`what` is caption, alt or why."""
        return self.draft is not None and self.change(what, msgspec.structs.replace(self.draft, **{what: text}))

    def fill(self, slot: str, value: str) -> bool:
        return self.draft is not None and self.change(f"slot {slot}", with_slot(self.draft, slot, value))

    def frame(self, slot: str, framing: Framing, what: str) -> bool:
        """A picture framed so; with "" as the framing's cut it goes for every cut, and none has one of its own any more."""
        filled = self.draft.filled(slot) if self.draft is not None else None
        if self.draft is None or filled is None:
            return False
        return self.change(what, with_filled(self.draft, framed(filled, framing)), gesture=True)

    def unframe(self, slot: str, cut: str) -> bool:
        """As found in the picture again: this cut, or with "" every cut."""
        filled = self.draft.filled(slot) if self.draft is not None else None
        if self.draft is None or filled is None:
            return False
        return self.change(f"unframe {slot}", with_filled(self.draft, unframed(filled, cut)))

    def put_picture(self, slot: str, blob: str, credit: Credit | None) -> bool:
        """A picture in its slot; what was said of the picture before it goes, unless it is the same one."""
        if self.draft is None:
            return False
        kept = tuple(one for one in self.draft.credits if one.slot != slot or one.blob == blob)
        if credit is not None and not any(one.slot == slot for one in kept):
            kept = (*kept, credit)
        filled = with_slot(self.draft, slot, blob)
        return self.change(f"slot {slot}", msgspec.structs.replace(filled, credits=kept))

    def credit(self, slot: str, source: str, rights: str) -> bool:
        if self.draft is None or not self.draft.slot(slot):
            return False
        one = Credit(slot=slot, blob=self.draft.slot(slot), source=source, rights=rights)
        credits = tuple(other for other in self.draft.credits if other.slot != slot)
        return self.change(f"credit {slot}", msgspec.structs.replace(self.draft, credits=(*credits, one)))

    def template(self, template: Template, old: Template | None = None, pin: Callable[[Draft], Draft] = lambda draft: draft) -> bool:
        """Another template instead of `old`; nothing that was typed is lost. See `switched`; `pin` says which version it keeps to."""
        return self.draft is not None and self.change("template", pin(switched(self.draft, old, template)))

    def follow(self, template: Template) -> None:
        """A newer version of the template came by itself: targets whose cut it lacks get another. No step of undo."""
        if self.draft is not None and (changed := switched(self.draft, None, template)) != self.draft:
            self._keep(changed)

    def revert(self, version: Version) -> bool:
        """What an earlier version says, as a change of what is written; what was written is one undo away."""
        if self.draft is None:
            return False
        theirs = from_version(self.draft.item, self.draft.moment, self.draft.lane, version)
        return self.change(f"version {version.number}", msgspec.structs.replace(theirs, base=self.draft.base))

    def toggle(self, target: Target, cuts: tuple[str, ...], order: tuple[Target, ...]) -> bool:
        if self.draft is None:
            return False
        key = aim_key(target.network, target.account)
        aims = {aim_key(aim.network, aim.account): aim for aim in self.draft.aims}
        if aims.pop(key, None) is None:
            aims[key] = Aim(target.network, target.account, suits(target.network, cuts))
        places = [aim_key(one.network, one.account) for one in order]
        chosen = tuple(aims[place] for place in places if place in aims)
        return self.change("targets", msgspec.structs.replace(self.draft, aims=chosen))

    def next_cut(self, key: str, cuts: tuple[str, ...]) -> bool:
        """The target named `key` gets the next of `cuts`."""
        if self.draft is None or not cuts:
            return False

        def turned(aim: Aim) -> Aim:
            if aim_key(aim.network, aim.account) != key:
                return aim
            place = cuts.index(aim.cut) if aim.cut in cuts else -1
            return Aim(aim.network, aim.account, cuts[(place + 1) % len(cuts)])

        return self.change("targets", msgspec.structs.replace(self.draft, aims=tuple(turned(aim) for aim in self.draft.aims)))

    def undo(self) -> bool:
        return self.draft is not None and self._take(self._history.undo(self.draft))

    def redo(self) -> bool:
        return self.draft is not None and self._take(self._history.redo(self.draft))

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    def mark_sending(self, command: str, made_with: tuple[int, str] = (0, "")) -> Draft:
        """Remember under which id it goes out, so that a restart in the middle sends the same command, not a second one.

        It keeps to the template's version that it is sent with (`made_with`: its number and manifest).
        """
        assert self.draft is not None
        self._keep(msgspec.structs.replace(self.draft.pinned(*made_with), sending=command))
        return self.draft

    def rebase(self, version: Version) -> None:
        """Keep what is written, as a change of `version`."""
        if self.draft is not None:
            self._keep(msgspec.structs.replace(self.draft, base=version.number, sending=""))

    def take(self, version: Version) -> None:
        """What `version` says instead; what was written here is one undo away."""
        if self.draft is None:
            return
        self._history.record(self.draft, "take theirs", self._now())
        theirs = from_version(self.draft.item, self.draft.moment, self.draft.lane, version)
        self._keep(theirs)

    def sent(self, item: Item) -> None:
        """The room has it as a version: nothing of it is only here any more, unless more was typed meanwhile."""
        version = item.current
        if self.draft is None or version is None or self.draft.item != item.id:
            return
        if differences(self.draft, version):
            self.draft = self.draft.pinned(version.content.template_version, version.content.pack)
            self.rebase(version)
            return
        self.draft = from_version(item.id, item.moment, item.lane, version)
        self._store.drop(item.id)

    def changed_from(self, version: Version | None) -> bool:
        """Whether a person would miss something if the draft were gone."""
        if self.draft is None:
            return False
        if version is not None:
            return bool(differences(self.draft, version))
        return bool(self.draft.slots or self.draft.caption or self.draft.alt or self.draft.why)

    def _take(self, draft: Draft | None) -> bool:
        if draft is None:
            return False
        self._keep(draft)
        return True

    def _keep(self, draft: Draft) -> None:
        self.draft = msgspec.structs.replace(draft, saved_at=self._now())
        self._store.save(self.draft)


def blank(item: str, moment: str, template: Template, targets: tuple[Target, ...], lane: str) -> Draft:
    """A new draft on a moment, for all targets of the plan."""
    cuts = tuple(cut.name for cut in template.cuts)
    return Draft(item=item, moment=moment, lane=lane, template=template.key, aims=all_aims(targets, cuts))


def copied(draft: Draft, item: str) -> Draft:
    """The same content as another item, in the full lane: one from a shell is made in the bank."""
    return msgspec.structs.replace(draft, item=item, lane=FULL, shell="", base=0, sending="", saved_at=0)
