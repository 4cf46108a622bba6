"""openapi.yaml as HTML for people, in either of its languages, at build time.

Every operation with its parameters, body, answers and a line for curl, then the shapes of bodies.
A text of the document is in Portuguese, then in English behind ` / ` or as paragraphs in `*…*`.
"""

import html
import json
import re
from urllib.parse import quote

LANGUAGES = ("pt-BR", "en")
METHODS = ("get", "head", "post", "put", "patch", "delete")
# Stands in the lines for curl where the server puts its own address.
SERVER = "\x01"

WORDS = {
    "title": ("Documentação da API", "API documentation"),
    "about": (
        "Esta página é o contrato da API: cada operação com parâmetros, respostas e uma linha para "
        "o curl.",
        "This page is the contract of the API: every operation with parameters, answers and a line "
        "for curl.",
    ),
    "first": ("Primeiros passos", "First steps"),
    "with_key": (
        "Onde é exigida uma chave, vai em cada pedido",
        "Where a key is asked for, each request brings",
    ),
    "files": ("O mesmo para programas", "The same for programs"),
    "errors": ("O que significa cada erro", "What each error means"),
    "views": ("Ver", "View"),
    "try": ("Experimentar", "Try it"),
    "read": ("Ler a referência", "Read the reference"),
    "contents": ("Operações", "Operations"),
    "general": ("O que vale para tudo", "What holds everywhere"),
    "parameters": ("Parâmetros", "Parameters"),
    "body": ("Corpo", "Body"),
    "answers": ("Respostas", "Answers"),
    "shapes": ("Formas", "Shapes"),
    "name": ("Nome", "Name"),
    "where": ("Onde", "Where"),
    "type": ("Tipo", "Type"),
    "meaning": ("Significado", "Meaning"),
    "code": ("Código", "Code"),
    "required": ("obrigatório", "required"),
    "example": ("exemplo", "example"),
    "default": ("padrão", "default"),
    "one_of": ("um de", "one of"),
    "list_of": ("lista de", "list of"),
    "object": ("objeto", "object"),
    "text": ("texto", "text"),
    "integer": ("inteiro", "integer"),
    "number": ("número", "number"),
    "boolean": ("verdadeiro ou falso", "true or false"),
    "null": ("nulo", "null"),
    "any": ("qualquer valor", "any value"),
    "or": ("ou", "or"),
    "up_to": ("até", "up to"),
    "from": ("de", "from"),
    "to": ("a", "to"),
    "characters": ("caracteres", "characters"),
    "items": ("itens", "items"),
    "file": ("arquivo", "file"),
    "path": ("caminho", "path"),
    "query": ("consulta", "query"),
    "header": ("cabeçalho", "header"),
    "headers": ("Cabeçalhos", "Headers"),
    "needs_key": (
        "Exige chave, a não ser num servidor aberto.",
        "Needs a key, unless the server is open.",
    ),
}
TYPES = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "object": "object",
    "null": "null",
}


class ReferenceRefused(Exception):
    """The document says something that this page cannot; the message names the place."""


# ---- texts --------------------------------------------------------------------------------------


def in_language(text: str, language: str) -> tuple[str, str]:
    """The part of `text` that is in `language`, and the language that it is in after all."""
    portuguese, english = [], []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        paragraph = paragraph.strip()
        if paragraph.startswith("*") and paragraph.endswith("*") and " / *" not in paragraph:
            english.append(paragraph.strip("*"))
            continue
        before, slash, after = re.sub(r"\s/\s+", " / ", paragraph).partition(" / ")
        if slash and not re.search(r"^- ", paragraph, re.M):
            portuguese.append(before)
            english.append(after.strip("*"))
        else:
            portuguese.append(paragraph)
    if language == "en" and english:
        return "\n\n".join(english), "en"
    return "\n\n".join(portuguese), "pt-BR"


def escaped(text: object) -> str:
    return html.escape(str(text), quote=False)


def code(text: object) -> str:
    return f"<code>{escaped(text)}</code>"


def inline(text: str) -> str:
    """`code` and *emphasis* of a line; all else is text."""
    parts = re.split(r"(`[^`]+`)", " ".join(text.split()))
    for place, part in enumerate(parts):
        if part.startswith("`") and len(part) > 2:
            parts[place] = code(part[1:-1])
        else:
            parts[place] = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", escaped(part))
    return "".join(parts)


def blocks(text: str) -> str:
    """Paragraphs and lists."""
    out = []
    for paragraph in text.split("\n\n"):
        items = re.split(r"^- ", paragraph, flags=re.M)
        if len(items) > 1:
            points = "".join(f"<li>{inline(item)}</li>" for item in items[1:])
            out.append(f"<ul>{points}</ul>")
        else:
            out.append(f"<p>{inline(paragraph)}</p>")
    return "".join(out)


def listed(given: object) -> str:
    """An example as it stands in an address."""
    return ",".join(map(str, given)) if isinstance(given, list) else str(given)


def lines_of(text: str) -> str:
    return f'<pre tabindex="0"><code>{escaped(text)}</code></pre>'


class Reference:
    def __init__(self, document: dict, language: str) -> None:
        self.document = document
        self.language = language
        self.column = LANGUAGES.index(language)
        self.shapes: list[str] = []  # names, in the order in which they are first spoken of

    def word(self, key: str) -> str:
        return WORDS[key][self.column]

    def marked(self, text: str, tag: str, write) -> str:
        """`text` in the page's language, else marked as of the other."""
        said, language = in_language(text, self.language)
        mark = "" if language == self.language else f' lang="{language}"'
        return f"<{tag}{mark}>{write(said)}</{tag}>"

    def line(self, text: str) -> str:
        return self.marked(text, "span", inline) if text else ""

    def resolved(self, node: dict) -> dict:
        while "$ref" in node:
            target = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    # ---- types ----------------------------------------------------------------------------------

    def type_of(self, schema: dict) -> str:
        """A type in words, as HTML; one with members of its own is a link to its shape."""
        name = schema.get("$ref", "").rpartition("/")[2]
        schema = self.resolved(schema)
        if name and "properties" in schema:
            if name not in self.shapes:
                self.shapes.append(name)
            return f'<a href="#forma-{name}">{name}</a>'
        if "enum" in schema:
            values = ", ".join(map(code, schema["enum"]))
            return f"{self.word('one_of')} {values}"
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        told = [self.kind_of(kind, schema) for kind in kinds]
        return f" {self.word('or')} ".join(told) or self.word("any")

    def kind_of(self, kind: str, schema: dict) -> str:
        if kind == "array":
            most = schema.get("maxItems")
            bound = f" ({self.word('up_to')} {most})" if most else ""
            return f"{self.word('list_of')} {self.type_of(schema.get('items', {}))}{bound}"
        if kind == "object" and "properties" in schema:
            members = ", ".join(map(code, schema["properties"]))
            return f"{self.word('object')}: {members}"
        return self.word(TYPES[kind]) + self.bound_of(kind, schema)

    def bound_of(self, kind: str, schema: dict) -> str:
        least, most = schema.get("minimum"), schema.get("maximum")
        if kind == "string" and "maxLength" in schema:
            return f", {self.word('up_to')} {schema['maxLength']} {self.word('characters')}"
        if kind != "integer" or least is None and most is None:
            return ""
        if most is None or most > 2**50:
            return f" ≥ {least}"
        return f" {self.word('from')} {least} {self.word('to')} {most}"

    # ---- tables ---------------------------------------------------------------------------------

    def table(self, heading: str, columns: list[str], rows: list[list[str]]) -> str:
        head = "".join(f'<th scope="col">{self.word(one)}</th>' for one in columns)
        body = "".join(
            f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
            for first, *rest in rows
        )
        return (
            f'<div class="rolo" tabindex="0" role="region" aria-label="{html.escape(heading)}">'
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def parameter_row(self, parameter: dict) -> list[str]:
        schema = self.resolved(parameter["schema"])
        told = self.line(parameter.get("description", ""))
        if "example" in parameter:
            told += f"<br>{self.word('example')}: {code(listed(parameter['example']))}"
        if "default" in schema:
            told += f"<br>{self.word('default')}: {code(schema['default'])}"
        needed = f" <small>{self.word('required')}</small>" if parameter.get("required") else ""
        name = code(parameter["name"]) + needed
        return [name, self.word(parameter["in"]), self.type_of(parameter["schema"]), told]

    def answer_row(self, status: str, answer: dict) -> list[str]:
        answer = self.resolved(answer)
        told = self.marked(answer["description"], "span", inline)
        bodies = [
            f"{code(media)} {self.type_of(content.get('schema', {}))}"
            for media, content in answer.get("content", {}).items()
        ]
        if status < "400" and bodies:
            told += "<br>" + "<br>".join(bodies)
        if status < "400" and answer.get("headers"):
            told += f"<br>{self.word('headers')}: {', '.join(map(code, answer['headers']))}"
        return [code(status), told]

    # ---- operations -----------------------------------------------------------------------------

    def body_for_curl(self, media: str, content: dict) -> str:
        """The first example, in the quotes of a shell, or a file of the reader's own."""
        schema = self.resolved(content.get("schema", {}))
        named = next(iter(content.get("examples", {}).values()), None)
        given = [self.resolved(named).get("value")] if named else []
        given += [content.get("example"), schema.get("example"), *schema.get("examples", [])]
        example = next((one for one in given if one is not None), None)
        if example is None or "json" not in media:
            return f"--data-binary @{self.word('file')}"
        quoted = json.dumps(example, ensure_ascii=False).replace("'", "'\\''")
        return f"-d '{quoted}'"

    def parameters_of(self, item: dict, operation: dict) -> list[dict]:
        given = [*item.get("parameters", []), *operation.get("parameters", [])]
        return [self.resolved(one) for one in given]

    def curl_of(self, method: str, path: str, parameters: list[dict], operation: dict) -> str:
        asked = []
        for one in parameters:
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", quote(str(one["example"])))
            elif one["in"] == "query" and one.get("required"):
                asked.append(f"{one['name']}={quote(listed(one['example']), safe=',')}")
        body = operation.get("requestBody")
        by_itself = {"get": "", "head": "--head"} | ({"post": ""} if body else {})
        option = by_itself.get(method, f"-X {method.upper()}")
        words = [f"curl {option}".strip()]
        if body:
            media, content = next(iter(self.resolved(body)["content"].items()))
            words[0] += f" -H 'Content-Type: {media}'"
        words.append(f"'{SERVER}{path}{'?' if asked else ''}{'&'.join(asked)}'")
        if body:
            words.append(self.body_for_curl(media, content))
        return " \\\n     ".join(words) if body else " ".join(words)

    def operation(self, path: str, method: str) -> str:
        item = self.document["paths"][path]
        operation = item[method]
        name, parameters = operation["operationId"], self.parameters_of(item, operation)
        out = [
            f'<article class="operacao" id="{name}"><h3>{self.title_of(method, path)}</h3>',
            self.marked(operation["summary"], "p", inline),
        ]
        if "description" in operation:
            out.append(self.marked(operation["description"], "div", blocks))
        if method not in ("get", "head"):
            out.append(f"<p><small>{self.word('needs_key')}</small></p>")
        if parameters:
            rows = [self.parameter_row(one) for one in parameters]
            heading = self.word("parameters")
            out.append(f"<h4>{heading}</h4>")
            columns = ["name", "where", "type", "meaning"]
            out.append(self.table(f"{heading}: {name}", columns, rows))
        if "requestBody" in operation:
            out.append(self.body_of(operation))
        heading = self.word("answers")
        rows = [self.answer_row(*one) for one in operation["responses"].items()]
        table = self.table(f"{heading}: {name}", ["code", "meaning"], rows)
        out.append(f"<h4>{heading}</h4>{table}<h4>curl</h4>")
        out.append(lines_of(self.curl_of(method, path, parameters, operation)) + "</article>")
        return "".join(out)

    def body_of(self, operation: dict) -> str:
        out = [f"<h4>{self.word('body')}</h4>"]
        for media, content in self.resolved(operation["requestBody"])["content"].items():
            shape = self.type_of(content.get("schema", {}))
            out.append(f"<p>{code(media)} {shape}</p>")
        return "".join(out)

    def title_of(self, method: str, path: str) -> str:
        verb = method.upper()
        return f'<span class="metodo {method}">{verb}</span> {code(path)}'

    def operations_of(self, tag: str) -> list[tuple[str, str]]:
        return [
            (path, method)
            for path, item in self.document["paths"].items()
            for method in METHODS
            if method in item and tag in item[method]["tags"]
        ]

    # ---- the page -------------------------------------------------------------------------------

    def contents(self) -> str:
        out = [f'<nav class="indice" aria-label="{self.word("contents")}">']
        for tag in self.document["tags"]:
            out.append(f"<h2>{escaped(self.tag_title(tag))}</h2><ul>")
            for path, method in self.operations_of(tag["name"]):
                name = self.document["paths"][path][method]["operationId"]
                out.append(f'<li><a href="#{name}">{self.title_of(method, path)}</a></li>')
            out.append("</ul>")
        return "".join(out) + "</nav>"

    def tag_title(self, tag: dict) -> str:
        said, _ = in_language(tag["description"], self.language)
        title = tag.get("x-displayName", tag["name"])
        return title if self.language == "pt-BR" else said.rstrip(".")

    def shape(self, name: str) -> str:
        schema = self.document["components"]["schemas"][name]
        out = [f'<section class="forma" id="forma-{name}"><h3>{name}</h3>']
        if "description" in schema:
            out.append(self.marked(schema["description"], "div", blocks))
        rows = []
        for member, given in schema["properties"].items():
            told = self.line(self.resolved(given).get("description", ""))
            needed = member in schema.get("required", [])
            mark = f" <small>{self.word('required')}</small>" if needed else ""
            rows.append([code(member) + mark, self.type_of(given), told])
        return "".join(out) + self.table(name, ["name", "type", "meaning"], rows) + "</section>"

    def opening(self) -> str:
        """What stands above the reference, and above what a script puts in its place."""
        info = self.document["info"]
        said = self.marked(info["description"], "div", blocks)
        book = '{"título": "Quarto de Despejo", "autor": "Carolina Maria de Jesus"}'
        key = code("-H 'Authorization: Bearer lv_…'")
        steps = (
            f"curl '{SERVER}/livros?q=machado'\n"
            f"curl -H 'Content-Type: application/json' '{SERVER}/livros' \\\n     -d '{book}'"
        )
        links = "".join(
            f'<li><a href="{path}">{path}</a>{told}</li>'
            for path, told in (
                ("/openapi.json", ""),
                ("/openapi.yaml", ""),
                ("/problemas", f" · {self.word('errors')}"),
            )
        )
        views = html.escape(self.word("views"))
        return (
            f"<h1>{self.word('title')}</h1>{self.marked(info['summary'], 'p', inline)}"
            f"<p>{self.word('about')}</p><h2>{self.word('first')}</h2>{lines_of(steps)}"
            f"<p>{self.word('with_key')} {key}.</p>"
            f'<h2>{self.word("files")}</h2><ul class="arquivos">{links}</ul>'
            f'<details id="geral"><summary>{self.word("general")}</summary>{said}</details>'
            f'<div class="acoes" id="escolha" role="group" aria-label="{views}" hidden>'
            f'<button type="button" data-ver="experimentar">{self.word("try")}</button>'
            f'<button type="button" data-ver="referencia">{self.word("read")}</button></div>'
        )

    def page(self) -> str:
        out = [self.opening(), '<div id="referencia">', self.contents()]
        for tag in self.document["tags"]:
            out.append(f'<section id="{tag["name"]}"><h2>{escaped(self.tag_title(tag))}</h2>')
            out.extend(self.operation(*one) for one in self.operations_of(tag["name"]))
            out.append("</section>")
        out.append(f'<section id="formas"><h2>{self.word("shapes")}</h2>')
        shapes = iter(self.shapes)  # grows while they are written
        out.extend(self.shape(name) for name in shapes)
        return "".join(out) + "</section></div>"


def reference(document: dict, language: str) -> str:
    try:
        return Reference(document, language).page()
    except (KeyError, TypeError) as missing:
        raise ReferenceRefused(f"the reference cannot be made: {missing!r}") from missing
