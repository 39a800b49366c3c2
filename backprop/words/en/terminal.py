"""What the commands print."""

from __future__ import annotations

GIVEN = {"input": "input", "target": "target", "weight": "weight", "bias": "bias", "method": "method"}


def written(path: object, content: object) -> str:
    where = "" if str(content) == "content" else f" --content {content}"
    return f"{path}: written; look at it with: python build.py{where} --serve"


def after_rounds(rounds: int) -> str:
    return f"After round {rounds:,}"


def balance(before: str, now: str, way: int) -> str:
    word = "fell" if way < 0 else "rose" if way > 0 else "stayed, in every digit worked out here"
    less = ", by less than these digits show" if way and before == now else ""
    return f"The error {word}{less}: {before} before, {now} after one round."


def gathered(met: str, now: str) -> str:
    return f"The error was {met}, each sample met with the parameters it found; with the new ones it is {now}."


def carried(decimals: int, otherwise: list[str], lines: int) -> str:
    text = f"Every result is rounded to {decimals} decimals and carried on: {len(otherwise)} of {lines} lines end "
    return text + "otherwise than the exact ones do" + (f": {', '.join(otherwise)}." if otherwise else ".")


def checked(compared: int, unwitnessed: int, confirmed: int, skipped: str) -> str:
    text = f"Checked: {compared} quantities agree with the same network computed in arrays"
    if unwitnessed:
        text += f" ({unwitnessed} hang on a number that no double holds, and have no second witness)"
    if confirmed:
        return f"{text}; {confirmed} gradients with central differences."
    return f"{text}; no central differences: {skipped}."


def many_parameters(number: int, most: int) -> str:
    return f"{number} parameters, taken up to {most}"


def without_error(id: str) -> str:
    return f"in full batch, before anything has moved, {id} cannot be computed"


def on_corner(id: str, activation: str) -> str:
    return f"{id} stands on the corner of {activation}, where there is no derivative"


STOPPED = "stopped; what was there before is as it was"
WITHOUT_WORKBENCH = (
    "without the workbench: wanted its Python in node_modules, got none; bring it with: make site (or: npm ci), "
    "or write workbench = false in site.toml"
)


def built(out: object, examples: int, files: int) -> str:
    return f"{out}: {examples} example(s), {files} files"


def only_checked(examples: int, files: int, not_run: str) -> str:
    return f"checked: {examples} example(s), {files} files; nothing written{not_run}"


def not_run(claims: int) -> str:
    return f"; {claims} claim(s) not checked: their programs are run with --run-programs"


def unproven(path: object, cure: str) -> str:
    return f"{path}: its numbers are not proven for this network as it is, and offered where they are of it; {cure}"


def timings(slowest: list[tuple[str, float]], whole: float) -> str:
    rows = [f"{seconds:8.2f} s  {name}" for name, seconds in slowest]
    return "\n".join((f"What took longest of {whole:.2f} s:" if rows else "Nothing had to be made.", *rows))


def serving(address: str) -> str:
    return f"{address} (Ctrl+C ends it)"
