"""The Flask program that API Livros replaces, as it behaves: a list in memory searched from its
start, no validation, one line of log per request, Flask's own threaded server. Loaded with the
first 50 books of the file named by $DATA."""

import itertools
import json
import os

from flask import Flask, jsonify, request

BOOKS = 50

app = Flask(__name__)
with open(os.environ["DATA"], encoding="utf-8") as lines:
    livros = [json.loads(line) for line in itertools.islice(lines, BOOKS)]


@app.route("/livros", methods=["GET"])
def obter_livros():
    return jsonify(livros)


@app.route("/livros/<int:id>", methods=["GET"])
def obter_livro_por_id(id):
    for livro in livros:
        if livro.get("id") == id:
            return jsonify(livro)


@app.route("/livros/<int:id>", methods=["PUT"])
def editar_livro_por_id(id):
    livro_alterado = request.get_json()
    for indice, livro in enumerate(livros):
        if livro.get("id") == id:
            livros[indice].update(livro_alterado)
            return jsonify(livros[indice])


@app.route("/livros", methods=["POST"])
def incluir_novo_livro():
    livros.append(request.get_json())
    return jsonify(livros)


@app.route("/livros/<int:id>", methods=["DELETE"])
def excluir_livro(id):
    for indice, livro in enumerate(livros):
        if livro.get("id") == id:
            del livros[indice]
    return jsonify(livros)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), debug=False, threaded=True)
