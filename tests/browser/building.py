"""The pages of the project, and those of articles in which every text wants to be more than text."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
# What would run, load or break out, wherever a page is careless with a text. `boom` is what to look for.
PAYLOADS = (
    "<script>window.boom=1</script>",
    "<ScRiPt>window.boom=1</sCrIpT>",
    "<scr<script>ipt>window.boom=1</script>",
    "<img src=x onerror=window.boom=1>",
    "<img/src='x'/onerror='alert(1)'>",
    "<svg/onload=window.boom=1>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><script>window.boom=1</script></svg>",
    "<math><mtext></mtext><script>window.boom=1</script></math>",
    "<iframe srcdoc='<script>parent.boom=1</script>'></iframe>",
    "<iframe src=javascript:alert(1)>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<details open ontoggle=window.boom=1>",
    "<body onload=window.boom=1>",
    "<input autofocus onfocus=window.boom=1>",
    "<a href=javascript:alert(1)>press</a>",
    "<form action=https://example.org/><button>press</button></form>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "<base href=https://example.org/>",
    "<link rel=stylesheet href=https://example.org/x.css>",
    "<style>*{background:url(https://example.org/x)}</style>",
    "</style><script>window.boom=1</script>",
    "</title><script>window.boom=1</script>",
    "</script><script>window.boom=1</script>",
    "</textarea></details></table></main><script>window.boom=1</script>",
    "--><script>window.boom=1</script><!--",
    "]]><script>window.boom=1</script>",
    '"><script>window.boom=1</script>',
    "' onmouseover='window.boom=1' x='",
    '" autofocus onfocus="window.boom=1" x="',
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7 * 7 }}{% for x in range(9) %}9{% endfor %}",
    "${alert(1)}`${alert(1)}`",
    "&lt;script&gt;window.boom=1&lt;/script&gt;",
    "&#60;script&#62;window.boom=1&#60;/script&#62;",
    "\\u003cscript\\u003ewindow.boom=1",
    "[press](javascript:alert(1)) ![x](https://example.org/x.png)",
    "<!-- /state --><!-- /checks --><!-- history -->",
    "'; DROP TABLE figures; --",
    '=HYPERLINK("https://example.org")',
    "\u202eevil\u202c \u2028 \u0085 \ufeff",
)


def build(folder: Path, *options: str) -> Path:
    """Build the pages in a process of its own, for a browser and a kernel each want the only event loop."""
    command = [sys.executable, "-m", "nkreport", "report", "--root", str(folder), *options]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    return folder / "reports"


def project(folder: Path) -> Path:
    """A copy of the project's own part in another place."""
    for name in ("notebooks", "data", "seeds"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("tables"))
    return folder


def hostile_article(number: int, payload: str) -> dict[str, Any]:
    text = (
        f"{payload}\n\nSouth Korea's NIS said on Monday that about 1,5{number:02d} {payload} soldiers "
        "went to Kursk.\n\n"
        f"The {payload} ministry denied it. A {payload} spokesman said it was “{payload}”. "
        f"The exact number of {payload} troops is not known, Ukraine said.\n\nShare this {payload}\n"
    )
    return {
        "id": f"{number} {payload}",
        "text": text,
        "title": payload,
        "outlet": payload,
        "author": payload,
        "url": payload,
        "published": "2024-10-23",
    }


def hostile_project(folder: Path) -> Path:
    """A project in which every text of an article is hostile, and some file names as well."""
    project(folder)
    shutil.rmtree(folder / "seeds")
    (folder / "seeds").mkdir()
    for path in (folder / "data").glob("*.toml"):
        path.unlink()  # what is known of the five articles is not known of these
    rows = [hostile_article(number, payload) for number, payload in enumerate(PAYLOADS)]
    lines = [
        json.dumps(row, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\x85", "\\u0085")
        for row in rows
    ]
    (folder / "seeds" / "all.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for payload in PAYLOADS:
        if "/" not in payload and payload.isprintable():
            (folder / "seeds" / f"{payload}.txt").write_text(
                # a text that began with the tag of a page would be read as that page
                f"Report: {payload}: NIS said 40 men left.\n", encoding="utf-8"
            )
    return folder


def pages(folder: Path) -> list[Path]:
    """Every page of a folder of reports."""
    return sorted([*folder.glob("*.html"), *folder.glob("articles/*.html")])
