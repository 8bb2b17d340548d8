"""Building the browser code: TypeScript in scripts/, bundles in web/static/dist, which are committed."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from dingxin.config.places import PACKAGE, REPOSITORY
from dingxin.config.terminal import Refusal

BUILT = PACKAGE / "web" / "static" / "dist"


def node() -> bool:
    """True when node and npm are there."""
    return bool(shutil.which("node") and shutil.which("npm"))


def fingerprint(folder: Path) -> dict[str, str]:
    """Relative path to SHA-256 of every file."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }


def npm(*words: str) -> subprocess.CompletedProcess[str]:
    """Run npm at the root; output captured. Raises Refusal where npm is absent."""
    if not node():
        raise Refusal("node and npm are not here.", todo="Install node 20 or newer (see package.json).")
    return subprocess.run(
        ["npm", "--no-fund", "--no-audit", "--no-update-notifier", *words], cwd=REPOSITORY, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )


def install() -> subprocess.CompletedProcess[str]:
    """``npm ci`` when node_modules is older than the lock; npm checks packages against its hashes."""
    lock, stamp = REPOSITORY / "package-lock.json", REPOSITORY / "node_modules" / ".package-lock.json"
    if stamp.exists() and stamp.stat().st_mtime >= lock.stat().st_mtime:
        return subprocess.CompletedProcess([], 0, "")
    return npm("ci")
