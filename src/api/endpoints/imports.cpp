#include <array>
#include <limits>

#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/answer/query_values.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/import_json.hpp"
#include "api/endpoints/import_request.hpp"
#include "api/endpoints/refused_stream.hpp"
#include "api/endpoints/write_request.hpp"
#include "formats/format_names.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

namespace problem = catalog::problem;

constexpr std::string_view json_type = "application/json; charset=utf-8";
constexpr std::string_view import_cursor = "cursor";

std::string path_of(store::ImportId id) {
  return std::string(imports_path) + "/" + std::to_string(id);
}

// What an import is changes by itself: nobody may keep it.
http::Response not_stored(unsigned status, std::string_view type, std::string&& body) {
  http::Response response;
  response.status = status;
  response.add("Content-Type", type);
  response.add("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

http::Response shown(const AnswerContext& context, unsigned status, imports::Outcome&& outcome) {
  if (!outcome) {
    return to_response(context, outcome.error());
  }
  const auto& import = std::get<imports::Shown>(*outcome);
  std::string body;
  append_import(body, import, context.language);
  http::Response response = not_stored(status, json_type, std::move(body));
  response.add("Vary", "Accept, Accept-Encoding, Accept-Language");
  if (status == 202) {
    response.add("Location", path_of(import.import.id));
  }
  if (import.is_replayed) {
    response.add("Idempotent-Replayed", "true");
  }
  return response;
}

struct ImportHead {
  imports::Parameters parameters;
  std::string idempotency_key;
};

catalog::Result<ImportHead> read_import_head(const Request& request) {
  auto parameters = import_parameters(request);
  if (!parameters) {
    return catalog::fail(parameters.error());
  }
  auto idempotency = idempotency_of(request);
  if (!idempotency) {
    return catalog::fail(idempotency.error());
  }
  return ImportHead{*std::move(parameters),
                    *idempotency ? std::move((*idempotency)->key) : std::string()};
}

catalog::Result<store::ImportId> import_id_in(std::string_view text) {
  const auto id = ordinal_in(text);
  if (!id) {
    return catalog::fail(problem::import_not_found(text));
  }
  return *id;
}

// An import that is named by the path alone.
catalog::Result<store::ImportId> read_import_id(const Request& request) {
  if (const auto query = no_parameters(request); !query) {
    return catalog::fail(query.error());
  }
  return import_id_in(request.first_parameter);
}

template <class Command>
Plan ask_of_one(const Request& request, unsigned status) {
  const auto id = read_import_id(request);
  if (!id) {
    return to_response(request, id.error());
  }
  return ImportPlan{Command{*id}, [status](const AnswerContext& context, imports::Outcome outcome) {
                      return shown(context, status, std::move(outcome));
                    }};
}

http::Response import_list(const AnswerContext& context, imports::Outcome&& outcome,
                           std::size_t limit) {
  if (!outcome) {
    return to_response(context, outcome.error());
  }
  const auto& listed = std::get<std::vector<store::Import>>(*outcome);
  std::string body;
  json::Array array(body);
  for (const store::Import& import : listed) {
    array.item();
    append_import_summary(body, import);
  }
  array.end();
  http::Response response = not_stored(200, json_type, std::move(body));
  // The first number is 1.
  if (listed.size() == limit && listed.back().id > 1) {
    const std::string next = std::to_string(listed.back().id);
    response.add("Link", "<" + std::string(imports_path) + "?cursor=" + next +
                             "&limite=" + std::to_string(limit) + ">; rel=\"next\"");
    response.add("X-Proximo-Cursor", next);
  }
  return response;
}

http::Response refused_records(const AnswerContext& context, imports::Outcome&& outcome,
                               StreamCount& streams) {
  if (!outcome) {
    return to_response(context, outcome.error());
  }
  auto& refused = std::get<imports::RefusedBytes>(*outcome);
  const auto parameters = imports::unpack(refused.import.parameters);
  std::string_view type = "application/octet-stream";
  std::string name = "recusados-" + std::to_string(refused.import.id);
  if (parameters && parameters->format) {
    const formats::FormatInfo& info = formats::info_of(*parameters->format);
    type = info.content_type;
    name.append(info.extension.empty() ? "" : ".").append(info.extension);
  }
  http::Response response = not_stored(200, type, {});
  response.add("Content-Disposition", "attachment; filename=\"" + name + "\"");
  if (!refused.ask_more) {
    response.body = std::move(refused.bytes);
    return response;
  }
  auto place = StreamPlace::take(streams, exports_max);
  if (!place) {
    return to_response(context, problem::of(catalog::ProblemCode::overloaded));
  }
  response.stream = make_refused_stream(std::move(refused), std::move(place));
  return response;
}

}  // namespace

catalog::Result<base::Done> check_import(const Request& request) {
  return only_checked(read_import_head(request));
}

Plan create_import(const Request& request) {
  auto head = read_import_head(request);
  if (!head) {
    return to_response(request, head.error());
  }
  auto* const sink = static_cast<ImportSink*>(request.http.sink);
  if (sink == nullptr) {
    return to_response(request,
                       problem::unsupported_format({"o corpo veio vazio", "the body is empty"}));
  }
  auto upload = sink->upload();
  const auto format = format_of_file(upload->head(), head->parameters.format);
  if (!format) {
    return to_response(request, format.error());
  }
  imports::set_format(head->parameters, *format);
  if (const auto wrong = wrong_encoding(head->parameters)) {
    return to_response(request, *wrong);
  }
  imports::Add add{std::move(upload),
                   std::move(head->parameters),
                   {},
                   std::move(head->idempotency_key),
                   std::string(request.http.method_token) + " " + std::string(request.http.target)};
  return ImportPlan{std::move(add), [](const AnswerContext& context, imports::Outcome outcome) {
                      return shown(context, 202, std::move(outcome));
                    }};
}

catalog::Result<base::Done> check_analysis(const Request& request) {
  return only_checked(import_parameters(request));
}

Plan analyse_file(const Request& request) {
  auto parameters = import_parameters(request);
  if (!parameters) {
    return to_response(request, parameters.error());
  }
  if (request.http.body.empty()) {
    return to_response(request,
                       problem::unsupported_format({"o corpo veio vazio", "the body is empty"}));
  }
  return ImportPlan{imports::Analyse{request.http.body, *std::move(parameters), request.language},
                    [](const AnswerContext& context, imports::Outcome outcome) {
                      if (!outcome) {
                        return to_response(context, outcome.error());
                      }
                      http::Response response = not_stored(
                          200, json_type, std::move(std::get<imports::Analysis>(*outcome).json));
                      response.add("Vary", "Accept, Accept-Encoding, Accept-Language");
                      return response;
                    }};
}

Plan list_imports(const Request& request) {
  const auto query =
      Query::read(request.http.query, std::array<std::string_view, 2>{import_cursor, limit_name});
  if (!query) {
    return to_response(request, query.error());
  }
  constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();
  const auto before = number_in<std::int64_t>(*query, {import_cursor, newest, 1, newest});
  if (!before) {
    return to_response(request, before.error());
  }
  const auto limit = number_in<std::size_t>(*query, {limit_name, 20, 1, store::imports_listed_max});
  if (!limit) {
    return to_response(request, limit.error());
  }
  return ImportPlan{imports::List{*before, *limit},
                    [limit = *limit](const AnswerContext& context, imports::Outcome outcome) {
                      return import_list(context, std::move(outcome), limit);
                    }};
}

Plan get_import(const Request& request) { return ask_of_one<imports::Get>(request, 200); }

Plan resume_import(const Request& request) { return ask_of_one<imports::Resume>(request, 202); }

Plan undo_import(const Request& request) { return ask_of_one<imports::Undo>(request, 200); }

Plan cancel_import(const Request& request) {
  const auto id = read_import_id(request);
  if (!id) {
    return to_response(request, id.error());
  }
  return ImportPlan{imports::Cancel{*id},
                    [](const AnswerContext& context, imports::Outcome outcome) {
                      if (!outcome) {
                        return to_response(context, outcome.error());
                      }
                      http::Response response;
                      response.status = 204;
                      response.add("Cache-Control", "no-store");
                      return response;
                    }};
}

Plan get_refused_records(const Request& request) {
  const auto id = read_import_id(request);
  if (!id) {
    return to_response(request, id.error());
  }
  return ImportPlan{
      imports::GetRefused{*id},
      [streams = request.settings.streams](const AnswerContext& context, imports::Outcome outcome) {
        return refused_records(context, std::move(outcome), streams->exports);
      }};
}

}  // namespace api
