from pathlib import Path

from django.urls import reverse

from tests.access.test_table import answer, names
from tests.access.world import COLUMNS

KEYS = dict(l.split() for l in Path("/tmp/keys.txt").read_text().splitlines() if l.strip())


def test_generate(world):
    out = [f"{'# name':<34}{'filled with':<22}{'method':<8}" + "".join(f"{c:<14}" for c in COLUMNS)]
    for name in sorted(names()):
        keys = KEYS.get(name)
        if keys is None:
            print("NO KEYS", name)
            continue
        for method in ("GET", "POST"):
            try:
                path = reverse(name, args=world.args(keys))
            except Exception as e:
                print("ERR", name, e)
                break
            row = []
            for c in COLUMNS:
                try:
                    row.append(answer(method, path, world.people[c]))
                except Exception as e:
                    row.append("ERR")
                    print("EXC", name, method, c, repr(e)[:200])
            out.append(f"{name:<34}{keys:<22}{method:<8}" + "".join(f"{x:<14}" for x in row))
    Path("/tmp/table.txt").write_text("\n".join(l.rstrip() for l in out) + "\n")
