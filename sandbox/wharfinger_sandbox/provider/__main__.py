"""The provider process: serve the three packages over one home until a signal ends it."""

import argparse
import logging
import signal
import threading
from pathlib import Path

from wharfinger_sandbox.home import Home
from wharfinger_sandbox.process import announced, held
from wharfinger_sandbox.provider import packages
from wharfinger_sandbox.provider.server import Providers
from wharfinger_sandbox.provider.store import Store


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    home = Home(parser.parse_args().home)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO)

    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopped.set())

    with held(home.locks / "providers"):
        providers = Providers([packages.load(name) for name in packages.NAMES], Store(home.clouds))
        with announced(home, providers.ports):
            logging.info("stand-in providers (no real cloud) on ports %s", dict(providers.ports))
            stopped.wait()
        providers.stop()
        logging.info("stopped")


main()
