"""Check every QML file against Qt's types and ours: `python -m tests.qml_lint`; exits 1 on the first warning.

qmllint knows the types written in Python by a description of them in the form Qt's own moc writes. It is taken from the classes
as they run: the tool that reads it out of the source knows neither lambdas nor what type a property has in the end.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import PySide6
from PySide6.QtCore import QMetaMethod, QMetaObject, QObject

HOUSE = Path(__file__).resolve().parents[1]
MODULE = "warroom.desktop"
TOOLS = Path(sys.executable).parent
METATYPES = Path(PySide6.__path__[0]) / "Qt" / "metatypes"
FOREIGN = ("core", "gui", "qml", "quick", "widgets")
WITHIN = 300.0  # seconds for one tool


def main() -> int:
    files = sorted(str(file.relative_to(HOUSE)) for file in (HOUSE / "ui").rglob("*.qml"))
    if not files:
        print("There is no QML to check.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        describe(Path(folder))
        command = [tool("qmllint"), "--ignore-settings", "--max-warnings", "0", "-I", folder, "-I", str(HOUSE), *files]
        ended = subprocess.run(command, cwd=HOUSE, timeout=WITHIN, check=False)
    print(f"{len(files)} QML files checked: {'no warnings' if ended.returncode == 0 else 'see above'}")
    return 1 if ended.returncode else 0


def describe(folder: Path) -> None:
    """Write the module of our Python types below `folder`, where `-I folder` finds it."""
    here = folder.joinpath(*MODULE.split("."))
    here.mkdir(parents=True)
    classes = here / "classes.json"
    classes.write_text(json.dumps([entry for file in sorted((HOUSE / "warroom" / "desktop").rglob("*.py")) for entry in file_entry(file)]))
    foreign = ",".join(str(METATYPES / f"qt6{name}_metatypes.json") for name in FOREIGN)
    subprocess.run(
        [
            *(tool("qmltyperegistrar"), "--generate-qmltypes", str(here / "types.qmltypes"), "-o", str(here / "registrations.cpp")),
            *("--import-name", MODULE, "--major-version", "1", "--minor-version", "0", f"--foreign-types={foreign}"),
            str(classes),
        ],
        timeout=WITHIN,
        check=True,
    )
    (here / "qmldir").write_text(f"module {MODULE}\ntypeinfo types.qmltypes\ndepends QtQuick\n")


def file_entry(file: Path) -> list[dict[str, Any]]:
    """What moc would write of this file; nothing when it holds no class that QML can meet."""
    name = ".".join(file.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")
    module = importlib.import_module(name)
    infos = declared(ast.parse(file.read_text(encoding="utf-8")))
    found = [
        class_entry(kind.staticMetaObject, infos.get(kind.__name__, ANONYMOUS))
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, QObject) and kind.__module__ == name
    ]
    return [{"classes": found, "inputFile": file.name, "outputRevision": 69}] if found else []


ANONYMOUS = [{"name": "QML.Element", "value": "anonymous"}]


def declared(tree: ast.Module) -> dict[str, list[dict[str, str]]]:
    """What the decorators say of each class that has one for QML."""
    out: dict[str, list[dict[str, str]]] = {}
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        infos = []
        for decorator in node.decorator_list:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            match getattr(call, "id", ""):
                case "QmlElement":
                    infos.append({"name": "QML.Element", "value": "auto"})
                case "QmlNamedElement":
                    infos.append({"name": "QML.Element", "value": str(ast.literal_eval(decorator.args[0]))})
                case "QmlAnonymous":
                    infos.extend(ANONYMOUS)
                case "QmlSingleton":
                    infos.append({"name": "QML.Singleton", "value": "true"})
                case "QmlUncreatable":
                    infos.append({"name": "QML.Creatable", "value": "false"})
        if infos:
            out[node.name] = infos
    return out


def class_entry(meta: QMetaObject, infos: list[dict[str, str]]) -> dict[str, Any]:
    methods = [meta.method(index) for index in range(meta.methodOffset(), meta.methodCount())]
    parent = meta.superClass()
    return {
        "className": meta.className(),
        "qualifiedClassName": meta.className(),
        "object": True,
        "superClasses": [{"access": "public", "name": parent.className() if parent else "QObject"}],
        "classInfos": infos,
        "properties": [property_entry(meta, index) for index in range(meta.propertyOffset(), meta.propertyCount())],
        "signals": [method_entry(method) for method in methods if method.methodType() == QMetaMethod.MethodType.Signal],
        "slots": [method_entry(method) for method in methods if method.methodType() == QMetaMethod.MethodType.Slot],
    }


def property_entry(meta: QMetaObject, index: int) -> dict[str, Any]:
    found = meta.property(index)
    name = found.name()
    entry: dict[str, Any] = {"name": name, "type": found.typeName(), "read": name, "index": index - meta.propertyOffset()}
    entry |= {"constant": found.isConstant(), "final": False, "designable": True, "scriptable": True, "stored": True, "user": False}
    if found.isWritable():
        entry["write"] = f"set_{name}"
    if found.hasNotifySignal():
        entry["notify"] = text(found.notifySignal().name())
    return entry


def method_entry(method: QMetaMethod) -> dict[str, Any]:
    arguments = [{"name": f"a{number}", "type": text(kind)} for number, kind in enumerate(method.parameterTypes())]
    return {"access": "public", "name": text(method.name()), "arguments": arguments, "returnType": method.typeName() or "void"}


def text(value: Any) -> str:
    """Qt's byte arrays as text."""
    return bytes(value.data()).decode() if hasattr(value, "data") else str(value)


def tool(name: str) -> str:
    return str(TOOLS / f"pyside6-{name}")


if __name__ == "__main__":
    sys.exit(main())
