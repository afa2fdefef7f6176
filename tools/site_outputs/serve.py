"""Look at the site as a host would show it: the same headers, the same page for what is missing."""

import errno
import functools
import http.server
from pathlib import Path
from urllib.parse import unquote, urlsplit

from veille.errors import VeilleError
from veille.french import typeset

from .headers import NAME, headers_for, read_headers
from .places import built

HOST, PORT = "127.0.0.1", 8000
# Over plain HTTP on this very machine, it would only keep the next visit from answering.
NOT_LOCALLY = "Strict-Transport-Security"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serve the files of a folder with the headers of its ``_headers``, and log nothing."""

    server_version, sys_version = "veille", ""

    def __init__(self, *arguments, rules=(), **options):
        self.rules = rules
        super().__init__(*arguments, **options)

    def end_headers(self):
        """Add the headers of the path asked for."""
        path = unquote(urlsplit(self.path).path)
        for name, value in headers_for(self.rules, path).items():
            if name != NOT_LOCALLY:
                self.send_header(name, value)
        super().end_headers()

    def send_error(self, code, message=None, explain=None):
        """Show the site's own page for what does not exist."""
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def list_directory(self, path):
        """Show no list of files: a host would not."""
        self.send_error(404)

    def log_message(self, *arguments):
        """Say nothing: which pages are looked at is nobody's business."""


def server(site: Path, port: int = PORT) -> http.server.ThreadingHTTPServer:
    """Give a server of a site, bound to this machine alone; port 0 takes a free one.

    Raises
    ------
    VeilleError
        If the site is not built, or if the port is taken or refused.
    """
    rules = read_headers(built(site) / NAME) if (built(site) / NAME).is_file() else []
    handler = functools.partial(Handler, directory=str(site), rules=rules)
    try:
        return http.server.ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        reason = "déjà pris" if error.errno == errno.EADDRINUSE else "refusé par la machine"
        raise VeilleError(
            f"Le port {port} est {reason} : un port libre est attendu, par exemple "
            f"« make serve PORT={port + 1} »."
        ) from error


def serve(site: Path, port: int) -> None:
    """Serve a site until interrupted, and say where."""
    with server(site, port) as running:
        address = f"http://{HOST}:{running.server_port}/"
        print(typeset(f"Le site est ici : {address} (Ctrl+C pour finir)."), flush=True)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            print(typeset("\nLe serveur est arrêté."))
