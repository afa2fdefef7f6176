"""Somebody who has every published number, and a solver; shares no code with the protection."""

from itertools import combinations, product

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, coo_matrix

BIG = 1e5


def system(table):
    """Give equations over all values of one table, margins included: A x = 0."""
    n_rows, n_columns = table.cells.shape
    number = np.arange(n_rows * n_columns).reshape(n_rows, n_columns)
    lines = []
    for column in range(n_columns):
        lines.append([(place, 1) for place in number[:-1, column]] + [(number[-1, column], -1)])
    if n_columns > 1:
        for row in range(n_rows):
            lines.append([(place, 1) for place in number[row, :-1]] + [(number[row, -1], -1)])
    rows, columns, values = zip(*((i, place, sign) for i, line in enumerate(lines)
                                  for place, sign in line), strict=True)
    return coo_matrix((values, (rows, columns)), shape=(len(lines), number.size))


def intervals(tables, truths=None, minimum=10):
    """Give, for every hidden value of many tables, the least and the largest that it can be.

    Tables are independent, so that one large programme solves one hidden value of each at once.
    With ``truths``, the attacker also knows which hidden counts are small.
    """
    matrix = block_diag([system(table) for table in tables], format="csr")
    lows, highs, places, start = [], [], [], 0
    for index, table in enumerate(tables):
        flat = table.cells.ravel()
        hidden = np.isnan(flat)
        low, high = np.where(hidden, 1.0, flat), np.where(hidden, BIG, flat)
        if truths is not None:
            small = hidden & (truths[index].ravel() < minimum)
            high[small], low[hidden & ~small] = minimum - 1, minimum
        lows.append(low)
        highs.append(high)
        places.append(start + np.flatnonzero(hidden))
        start += flat.size
    bounds = np.column_stack([np.concatenate(lows), np.concatenate(highs)])
    found = [np.zeros((len(hidden), 2)) for hidden in places]
    for turn in range(max(map(len, places), default=0)):
        asked = [(index, hidden[turn]) for index, hidden in enumerate(places) if turn < len(hidden)]
        for side, sign in enumerate((1.0, -1.0)):
            cost = np.zeros(start)
            cost[[place for _, place in asked]] = sign
            solved = linprog(cost, A_eq=matrix, b_eq=np.zeros(matrix.shape[0]), bounds=bounds)
            assert solved.status == 0, solved.message
            for index, place in asked:
                found[index][turn, side] = solved.x[place]
    return found


def joint(releases, frames, names):
    """Give the intervals of all hidden values, and of all small groups, of several releases.

    The attacker knows how categories of different tables nest, that is which combinations of
    ``names`` the last data hold or could hold; each release was made of the rows of its frame,
    each frame being the one before with rows added.

    Returns
    -------
    list
        (what, low, high, true value): ``hidden``, or ``group``.
    """
    waves = [frame for place, frame in enumerate(frames)
             if not place or len(frame) != len(frames[place - 1])]
    atoms = possible(frames[-1], names)
    unknowns = [(wave, number) for wave in range(len(waves)) for number in range(len(atoms))]

    def line(test, last):
        return np.array([float(since <= last and test(atoms[number]))
                         for since, number in unknowns])

    rows, low, high, asked = [], [], [], []
    for table, frame in zip(releases, frames, strict=True):
        wave = next(place for place, one in enumerate(waves) if len(one) == len(frame))
        for test, value in read(table):
            rows.append(line(test, wave))
            low.append(1.0 if np.isnan(value) else value)
            high.append(BIG if np.isnan(value) else value)
            if np.isnan(value):
                asked.append(("hidden", rows[-1], true(test, waves[wave], names)))
    for labels in groups(frames[-1], names):
        def inside(atom, labels=labels):
            return all(atom[name] == label for name, label in labels.items())
        there = true(inside, waves[-1], names)
        if there < 10:
            asked.append(("group", line(inside, len(waves)), there))
    return solved(np.array(rows), np.array(low), np.array(high), asked)


def possible(frame, names):
    """Give the combinations of labels that the nesting of categories does not exclude."""
    nested = {(one, two): frame.groupby(one)[two].agg(set).to_dict()
              for one, two in product(names, names)
              if one != two and frame.groupby(one)[two].nunique().max() == 1}
    atoms = [dict(zip(names, atom, strict=True))
             for atom in product(*(sorted(frame[name].unique()) for name in names))]
    return [atom for atom in atoms
            if all(atom[two] in inside[atom[one]] for (one, two), inside in nested.items())]


def groups(frame, names):
    """Give the labels of everybody who shares those of one column, of two, or of all."""
    for size in {1, 2, len(names)}:
        for chosen in combinations(names, size):
            yield from frame[list(chosen)].drop_duplicates().to_dict("records")


def read(table):
    """Give, for each value of a table, a test of who is in it, and the value."""
    across = [*table.column_labels, None] if table.columns else [None]
    for (i, row), (j, column) in product(enumerate([*table.row_labels, None]), enumerate(across)):
        def inside(atom, row=row, column=column):
            return ((row is None or atom[table.rows] == row)
                    and (column is None or atom[table.columns] == column)
                    and all(atom[name] in kept for name, kept in table.where.items()))
        yield inside, table.cells[i, j]


def true(test, frame, names):
    """Count who is there."""
    return sum(bool(test(row)) for row in frame[names].to_dict("records"))


def solved(matrix, low, high, asked):
    """Give the least and largest value of each sum asked for."""
    exact = low == high
    solve = {"A_eq": matrix[exact], "b_eq": low[exact], "bounds": (0, BIG)}
    if (~exact).any():
        solve |= {"A_ub": -matrix[~exact], "b_ub": -low[~exact]}
    return [(what, *(sign * linprog(sign * line, **solve).fun for sign in (1, -1)), there)
            for what, line, there in asked]
