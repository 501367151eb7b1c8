// How fast the cluster's cursors turn: the one rate that is the whole cluster's, from offsets that all edges share.

const Window = 10000;
const offsets = new Map();

export const turns = {
  /** Notes a group as it is told now. */
  see(group) {
    const now = Date.now();
    let known = offsets.get(group.name);
    // Another epoch, or a grain that has moved, may begin elsewhere; a local view tells the edge's own turns.
    if (!known || known.epoch !== group.epoch || known.view !== group.view || group.offset < known.told.at(-1).offset) {
      known = { epoch: group.epoch, view: group.view, told: [] };
      offsets.set(group.name, known);
    }

    known.told.push({ at: now, offset: group.offset });
    while (known.told.length > 2 && now - known.told[1].at >= Window) known.told.shift();
  },

  /** Turns per second of a group in the last ten seconds. */
  of(name) {
    const told = offsets.get(name)?.told ?? [];
    if (told.length < 2) return 0;
    const span = told.at(-1).at - told[0].at;
    return span <= 0 ? 0 : (told.at(-1).offset - told[0].offset) * 1000 / span;
  },
};
