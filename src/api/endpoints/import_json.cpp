#include "api/endpoints/import_json.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

using store::Import;

std::string message_of(const store::ImportFault& fault, catalog::Language language) {
  if (!fault.why_in_portuguese.empty()) {
    return language == catalog::Language::english ? fault.why_in_english : fault.why_in_portuguese;
  }
  const auto rules = catalog::rule_kinds();
  const auto rule = std::ranges::find(rules, fault.code, &catalog::RuleKind::slug);
  if (rule != rules.end()) {
    return catalog::message_of({fault.pointer, rule->rule, fault.arguments, fault.value}, language);
  }
  const catalog::ProblemKind* const kind = catalog::problem_kind_named(fault.code);
  return kind == nullptr ? std::string()
                         : catalog::detail_of({kind->code, fault.arguments, {}}, language);
}

void append_faults(std::string& out, const std::vector<store::ImportFault>& faults,
                   catalog::Language language) {
  json::Array array(out);
  for (const store::ImportFault& fault : faults) {
    array.item();
    json::Object object(out);
    object.integer("registro", fault.record);
    if (fault.line > 0) {
      object.integer("linha", fault.line);
    }
    if (!fault.pointer.empty()) {
      object.string("ponteiro", fault.pointer);
    }
    object.string("codigo", fault.code);
    object.string("mensagem", message_of(fault, language));
    if (!fault.excerpt.empty()) {
      object.string("trecho", fault.excerpt);
    }
    object.end();
  }
  array.end();
}

void append_warnings(std::string& out, const std::vector<store::ImportWarning>& warnings,
                     catalog::Language language) {
  json::Array array(out);
  for (const store::ImportWarning& warning : warnings) {
    array.item();
    json::Object object(out);
    object.integer("registro", warning.record);
    if (warning.line > 0) {
      object.integer("linha", warning.line);
    }
    if (!warning.column.empty()) {
      object.string("campo", warning.column);
    }
    object.string("mensagem", language == catalog::Language::english ? warning.why_in_english
                                                                     : warning.why_in_portuguese);
    if (!warning.value.empty()) {
      object.string("trecho", warning.value);
    }
    object.end();
  }
  array.end();
}

void append_kept(std::string& out, const std::vector<store::KeptBook>& kept) {
  json::Array array(out);
  for (const store::KeptBook& book : kept) {
    array.item();
    json::Object object(out);
    object.integer("id", book.id.value);
    object.string("motivo", book.why == store::KeptBook::Why::deleted ? "excluido" : "alterado");
    object.end();
  }
  array.end();
}

void append_counts(json::Object& object, const store::ImportCounts& counts) {
  object.integer("bytes_lidos", counts.bytes_read);
  object.integer("registros", counts.records);
  object.integer("criados", counts.created);
  object.integer("atualizados", counts.updated);
  object.integer("ignorados", counts.ignored);
  object.integer("recusados", counts.refused);
  object.integer("avisos", counts.warnings);
}

void append_parameters(std::string& out, json::Object& object, const Import& import) {
  const auto parameters = imports::unpack(import.parameters);
  if (!parameters) {
    return;
  }
  const auto said = [&](std::string_view name) {
    const auto found =
        std::ranges::find(parameters->said, name, [](const auto& pair) { return pair.first; });
    if (found != parameters->said.end()) {
      object.string(name, found->second);
    }
  };
  said("formato");
  if (!import.encoding.empty()) {
    object.string("codificacao", import.encoding);
  } else {
    said("codificacao");
  }
  object.member(parameters->policy.simulate == store::Simulate::yes ? R"(,"simular":true)"
                                                                    : R"(,"simular":false)");
  object.string("duplicados", imports::name_of(parameters->policy.if_known));
  object.key("casar");
  json::Array match(out);
  for (const store::MatchBy one : parameters->policy.match) {
    match.item();
    json::append_string(out, imports::name_of(one));
  }
  match.end();
  for (const char* const name : {"separador", "mapa", "perfil", "etiqueta"}) {
    said(name);
  }
}

void append_head(std::string& out, json::Object& object, const Import& import) {
  object.integer("id", import.id);
  object.string("estado", imports::wire_name(import.state));
  append_parameters(out, object, import);
  object.key("arquivo");
  {
    json::Object file(out);
    file.integer("bytes", import.bytes);
    file.string("sha256", import.sha256);
    file.end();
  }
  if (import.repeats) {
    object.integer("repetida_de", *import.repeats);
  }
  if (!import.actor.empty()) {
    object.string("por", import.actor);
  }
  append_counts(object, import.counts);
  object.key("erros_por_codigo");
  json::Object codes(out);
  for (const store::CodeCount& one : import.codes) {
    codes.integer(one.code, one.count);
  }
  codes.end();
}

void append_instants(json::Object& object, const Import& import) {
  const auto add = [&object](std::string_view name, const std::optional<base::Instant>& at) {
    if (at) {
      object.string(name, base::to_rfc3339(*at));
    }
  };
  add("criado_em", import.created_at);
  add("iniciado_em", import.started_at);
  add("terminado_em", import.finished_at);
  add("desfeito_em", import.undone_at);
}

void append_undo(std::string& out, json::Object& object, const Import& import,
                 const std::vector<store::KeptBook>* kept) {
  if (!import.undo_begun) {
    return;
  }
  object.key("desfazer");
  json::Object undo(out);
  undo.integer("apagados", import.undo.deleted);
  undo.integer("revertidos", import.undo.reverted);
  undo.integer("total_mantidos", import.undo.kept);
  if (kept != nullptr) {
    undo.key("mantidos");
    append_kept(out, *kept);
  }
  undo.end();
}

// Documents, one a line.
void append_sample(std::string& out, std::string_view sample) {
  json::Array array(out);
  while (!sample.empty()) {
    const std::size_t end = std::min(sample.find('\n'), sample.size());
    array.item();
    out.append(sample.substr(0, end));
    sample.remove_prefix(std::min(end + 1, sample.size()));
  }
  array.end();
}

}  // namespace

void append_import(std::string& out, const imports::Shown& shown, catalog::Language language) {
  const Import& import = shown.import;
  json::Object object(out);
  append_head(out, object, import);
  object.key("erros");
  append_faults(out, shown.faults, language);
  object.key("primeiros_avisos");
  append_warnings(out, shown.warnings, language);
  if (!import.sample.empty()) {
    object.key("amostra");
    append_sample(out, import.sample);
  }
  append_instants(object, import);
  append_undo(out, object, import, &shown.kept);
  object.end();
}

void append_import_summary(std::string& out, const Import& import) {
  json::Object object(out);
  append_head(out, object, import);
  append_instants(object, import);
  append_undo(out, object, import, nullptr);
  object.end();
}

}  // namespace api
