"""The commands ``verify`` and ``sensitivity``; what is slow to load is loaded only to run it."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from veille.errors import VeilleError
from veille.french import duration, number, typeset
from veille.generate import MAX_WORKERS, address, whole
from veille.limits import MAX_SEED

HELD, MISSED = 0, 1
DEFAULT_WORLDS, MAX_WORLDS, DEFAULT_SEED = 400, 100_000, 8
DEFAULT_TRAJECTORIES = 16

_DESCRIPTION = """\
Éprouve chaque méthode des carnets sur des mondes neufs, dont la vérité est connue : une
ligne par estimateur, avec ce qui était planté, ce qui est retrouvé, le biais, et la part
des mondes où l’intervalle tient.

Les mondes finis sont gardés dans un dossier ; après un arrêt, la même commande continue.
Les mêmes arguments redonnent les mêmes nombres, quel que soit le nombre de processus."""

_EXAMPLES = """\
exemples :
  veille verify --worlds 200 --seed 1
  veille verify --estimator 08 --estimator 10.dose
  veille verify --worlds 1000 --workers 8 --format json --out resultats.json

code de sortie : 0 aucun estimateur n’est démenti, 1 au moins un l’est (ou la commande ne
peut pas aboutir), 2 mauvais usage"""

_MOVED = """\
Déplace chaque hypothèse supposée ou posée par analogie, seule jusqu’aux deux bouts de sa
plage, puis toutes ensemble jusqu’à mi-chemin (Morris), et regarde si les conclusions des
carnets tiennent.

Ce qui est fait est gardé dans un dossier ; après un arrêt, la même commande continue."""

_MOVED_EXAMPLES = """\
exemples :
  veille sensitivity --trajectories 4
  veille sensitivity --seed 1 --workers 8 --out mes_resultats"""


def add_verify(commands: argparse._SubParsersAction) -> None:
    """Add ``verify`` to the commands."""
    parser = commands.add_parser(
        "verify", help="éprouve les méthodes sur des mondes dont la vérité est connue",
        description=_DESCRIPTION, epilog=_EXAMPLES)
    parser.add_argument("--worlds", metavar="N", type=whole(10, MAX_WORLDS),
                        default=DEFAULT_WORLDS,
                        help=f"mondes neufs par estimateur (par défaut {DEFAULT_WORLDS})")
    parser.add_argument("--seed", metavar="N", type=whole(0, MAX_SEED), default=DEFAULT_SEED,
                        help=f"graine des mondes (par défaut {DEFAULT_SEED})")
    parser.add_argument("--estimator", metavar="NOM", nargs="+", action="extend",
                        help="estimateurs, ou numéros de carnets, à éprouver (par défaut, tous)")
    _add_work(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", dest="form",
                        help="forme du tableau (par défaut text)")
    parser.add_argument("--out", metavar="FICHIER", type=Path,
                        help="fichier où écrire le tableau, au lieu de l’afficher")
    parser.set_defaults(run=_verify)


def add_sensitivity(commands: argparse._SubParsersAction) -> None:
    """Add ``sensitivity`` to the commands."""
    parser = commands.add_parser(
        "sensitivity", help="déplace les hypothèses et regarde quelles conclusions tiennent",
        description=_MOVED, epilog=_MOVED_EXAMPLES)
    parser.add_argument("--trajectories", metavar="N", type=whole(2, 1_000),
                        default=DEFAULT_TRAJECTORIES,
                        help="trajectoires de Morris, deux fois (par défaut "
                        f"{DEFAULT_TRAJECTORIES})")
    parser.add_argument("--seed", metavar="N", type=whole(0, MAX_SEED), default=DEFAULT_SEED,
                        help=f"graine des trajectoires et des mondes (par défaut {DEFAULT_SEED})")
    _add_work(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", dest="form",
                        help="forme du tableau des conclusions (par défaut text)")
    parser.add_argument("--out", metavar="DOSSIER", type=Path,
                        help="dossier où écrire conclusions.csv et facteurs.csv")
    parser.set_defaults(run=_sensitivity)


def _add_work(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--assumptions", metavar="DOSSIER", type=Path,
                        help="dossier d’hypothèses (*.yaml) à la place de celles du projet")
    engine = parser.add_mutually_exclusive_group()
    engine.add_argument("--workers", metavar="N", type=whole(1, MAX_WORKERS), default=1,
                        help="processus de cette machine (par défaut 1)")
    engine.add_argument("--scheduler", metavar="ADRESSE", type=address,
                        help="ordonnanceur d’une grappe Dask en marche ; ses ouvriers ont la même "
                        "installation")
    parser.add_argument("--work", metavar="DOSSIER", type=Path, default=Path(".veille-verify"),
                        help="dossier de ce qui est déjà fait (par défaut .veille-verify, ici ; "
                        "vidé à la fin)")


def _verify(options: argparse.Namespace) -> int:
    from veille.analysis.trials import chosen
    from veille.assumptions import load_catalogue
    from veille.verify.judge import judge
    from veille.verify.plan import batches
    from veille.verify.run import run
    from veille.verify.show import as_json, as_text
    from veille.verify.store import Store

    trials = chosen(options.estimator)
    catalogue = load_catalogue(options.assumptions)
    wanted = batches(trials, catalogue, options.seed, options.worlds)
    _check_out(options.out)
    store = Store.at(options.work)
    with _shown(store.folder, sum(len(batch.seeds) for batch in wanted)) as advanced:
        rows = run(wanted, catalogue, store, workers=options.workers,
                   scheduler=options.scheduler, advanced=advanced)
    judged = judge([one for trial in trials for one in trial.estimators], rows)
    shown = as_json(judged, options.seed) if options.form == "json" else as_text(judged)
    if options.out is None:
        print(shown)
    else:
        _write(options.out, shown + "\n")
    store.clear(wanted)
    return MISSED if any(one.faults for one in judged) else HELD


def _sensitivity(options: argparse.Namespace) -> int:
    from veille.assumptions import load_catalogue
    from veille.verify.sensitivity import Plan, by_conclusion, by_factor, run
    from veille.verify.show import conclusions_as_json, conclusions_as_text, rounded_csv
    from veille.verify.store import Store

    plan = Plan(load_catalogue(options.assumptions), options.seed, options.trajectories)
    if options.out is not None and not options.out.is_dir():
        raise VeilleError(f"« {options.out} » n’est pas un dossier qui existe : un dossier est "
                          "attendu.")
    store, wanted = Store.at(options.work), plan.pieces()
    with _shown(store.folder, sum(len(piece.seeds) for piece in wanted)) as advanced:
        rows = run(plan, store, workers=options.workers, scheduler=options.scheduler,
                   advanced=advanced)
    factors = by_factor(plan, rows)
    conclusions = by_conclusion(plan, rows, factors)
    if options.out is not None:
        _write(options.out / "facteurs.csv", rounded_csv(factors))
        _write(options.out / "conclusions.csv", rounded_csv(conclusions))
    print((conclusions_as_json if options.form == "json" else conclusions_as_text)(conclusions))
    store.clear(wanted)
    return HELD


@contextmanager
def _shown(folder: Path, total: int) -> Iterator[Callable[[int], None]]:
    """Show the worlds done, and say what an interruption leaves."""
    from tqdm import tqdm

    with tqdm(total=total, desc="Mise à l’épreuve", file=sys.stderr, disable=None,
              bar_format="{desc} {percentage:3.0f} % |{bar}| {n_fmt} mondes sur {total_fmt}, "
              "reste {remaining}") as bar:
        said = _Lines(total, quiet=not bar.disable)

        def advanced(worlds: int) -> None:
            bar.update(worlds)
            said.advanced(worlds)

        try:
            yield advanced
        except KeyboardInterrupt:
            raise KeyboardInterrupt(
                f"interrompu ; les mondes finis sont dans « {folder} », la même commande "
                "continue.") from None


class _Lines:
    """A line now and then where there is no terminal to draw a bar on."""

    def __init__(self, total: int, quiet: bool) -> None:
        from time import monotonic

        self._clock, self._total, self._quiet, self._done = monotonic, total, quiet, 0
        self._start = self._last = monotonic()

    def advanced(self, worlds: int) -> None:
        """Count, and say it every half minute."""
        self._done += worlds
        now = self._clock()
        if not self._quiet and now - self._last >= 30:
            self._last = now
            print(typeset(f"veille : {number(self._done, 0)} mondes sur "
                          f"{number(self._total, 0)} après {duration(now - self._start)}."),
                  file=sys.stderr)


def _check_out(out: Path | None) -> None:
    """Refuse before the work what could not be written after it."""
    if out is not None and (out.is_dir() or not out.absolute().parent.is_dir()):
        raise VeilleError(f"« {out} » ne peut pas être écrit : un fichier, dans un dossier qui "
                          "existe, est attendu.")


def _write(out: Path, text: str) -> None:
    scratch = out.with_name(f"{out.name}.veille-partiel")
    try:
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(out)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise VeilleError(f"« {out} » ne peut pas être écrit ({error.strerror}).") from error
