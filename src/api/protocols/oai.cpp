// OAI-PMH 2.0 at /oai: the verbs that need no list of records.
#include <algorithm>

#include "api/answer/book_answer.hpp"
#include "api/answer/problem_json.hpp"
#include "api/protocols/oai_answer.hpp"
#include "api/protocols/oai_harvest.hpp"
#include "api/protocols/oai_namespace.hpp"
#include "api/protocols/oai_question.hpp"
#include "api/protocols/oai_set_list.hpp"
#include "api/protocols/protocol_handlers.hpp"
#include "formats/book_document.hpp"
#include "formats/xml_writer.hpp"

namespace api {
namespace oai {
namespace {

using formats::Xml;

Fault no_record() {
  return {faults::no_record,
          {"nunca houve registro com esse identificador", "no record ever had this identifier"}};
}

// ---- Identify

void append_identifier_form(std::string& out, const Exchange& exchange) {
  if (!is_oai_namespace(exchange.name_space)) {
    return;
  }
  Xml xml(out);
  xml.open("description")
      .open("oai-identifier", {{"xmlns", "http://www.openarchives.org/OAI/2.0/oai-identifier"},
                               {"xsi:schemaLocation",
                                "http://www.openarchives.org/OAI/2.0/oai-identifier "
                                "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"}});
  xml.element("scheme", "oai").element("repositoryIdentifier", exchange.name_space);
  xml.element("delimiter", ":").element("sampleIdentifier", identifier_of(exchange, {4}));
  xml.close("oai-identifier").close("description").line();
}

http::Response identity(const Exchange& exchange, base::Instant earliest) {
  std::string content;
  Xml xml(content);
  xml.open("Identify").line();
  xml.element("repositoryName", exchange.repository_name).line();
  xml.element("baseURL", exchange.base_url).line();
  xml.element("protocolVersion", "2.0").line();
  xml.element("adminEmail", exchange.admin_email).line();
  xml.element("earliestDatestamp", datestamp_of(earliest)).line();
  xml.element("deletedRecord", "persistent").line();
  xml.element("granularity", "YYYY-MM-DDThh:mm:ssZ").line();
  xml.element("compression", "gzip").line();
  append_identifier_form(content, exchange);
  xml.close("Identify").line();
  return answer(exchange, content);
}

// The oldest deletion is asked for once the oldest living book is known.
Plan identify_before(ExchangePtr exchange, base::Instant earliest) {
  return ChainPlan{store::ListDeletions{{}, 1, std::nullopt},
                   [exchange = std::move(exchange), earliest](const AnswerContext& context,
                                                              search::ReadOutcome outcome) -> Plan {
                     if (!outcome) {
                       return to_response(context, outcome.error());
                     }
                     const auto& entries = std::get<store::Deletions>(outcome->value).entries;
                     return identity(*exchange, entries.empty()
                                                    ? earliest
                                                    : std::min(earliest, entries.front().at));
                   }};
}

Plan identify(ExchangePtr exchange) {
  catalog::Listing listing;
  listing.order = {{catalog::SortKey::updated_at, {}}, {catalog::SortKey::id, {}}};
  listing.limit = 1;
  return ChainPlan{search::ListBooks{std::move(listing)},
                   [exchange = std::move(exchange)](const AnswerContext& context,
                                                    search::ReadOutcome outcome) -> Plan {
                     if (!outcome) {
                       return to_response(context, outcome.error());
                     }
                     const auto& books = std::get<search::Page>(outcome->value).books;
                     base::Instant earliest = exchange->now;
                     if (!books.empty()) {
                       const catalog::Book book = formats::read_stored_document(books.front().json);
                       earliest = std::min(earliest, book.updated_at);
                     }
                     return identify_before(exchange, earliest);
                   }};
}

// ---- ListMetadataFormats

http::Response formats_list(const Exchange& exchange) {
  std::string content;
  Xml xml(content);
  xml.open("ListMetadataFormats").line();
  for (const MetadataFormat& format : metadata_formats()) {
    xml.open("metadataFormat").element("metadataPrefix", format.prefix);
    xml.element("schema", format.schema).element("metadataNamespace", format.name_space);
    xml.close("metadataFormat").line();
  }
  xml.close("ListMetadataFormats").line();
  return answer(exchange, content);
}

Plan list_formats(ExchangePtr exchange, const Question& question, catalog::Language language) {
  if (!question.identifier) {
    return formats_list(*exchange);
  }
  const auto id = book_of_identifier(*exchange, *question.identifier);
  if (!id) {
    return answer(*exchange, language, no_record());
  }
  return ReadPlan{
      store::GetBook{*id},
      [exchange = std::move(exchange)](const AnswerContext& context, search::ReadOutcome outcome) {
        if (outcome || outcome.error().code == catalog::ProblemCode::book_deleted) {
          return formats_list(*exchange);
        }
        return outcome.error().code == catalog::ProblemCode::book_not_found
                   ? answer(*exchange, context.language, no_record())
                   : to_response(context, outcome.error());
      }};
}

// ---- GetRecord

http::Response one_record(const Exchange& exchange, std::string_view record) {
  std::string content;
  Xml xml(content);
  xml.open("GetRecord").line();
  content += record;
  xml.close("GetRecord").line();
  return answer(exchange, content);
}

Plan get_deleted(ExchangePtr exchange, catalog::BookId id) {
  return ReadPlan{
      store::ListDeletions{{}, 1, id},
      [exchange = std::move(exchange)](const AnswerContext& context, search::ReadOutcome outcome) {
        if (!outcome) {
          return to_response(context, outcome.error());
        }
        const auto& entries = std::get<store::Deletions>(outcome->value).entries;
        if (entries.empty()) {  // it was restored between the two reads
          return to_response(context, catalog::problem::of(catalog::ProblemCode::overloaded));
        }
        std::string record;
        append_deleted_record(record, *exchange,
                              header_of(entries.front(), labels_of(entries.front())));
        return one_record(*exchange, record);
      }};
}

Plan get_record(ExchangePtr exchange, const Question& question, catalog::Language language) {
  const auto id = book_of_identifier(*exchange, *question.identifier);
  if (!id) {
    return answer(*exchange, language, no_record());
  }
  return ChainPlan{store::GetBook{*id},
                   [exchange = std::move(exchange), format = question.selection.format->format,
                    id = *id](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
                     if (!outcome && outcome.error().code == catalog::ProblemCode::book_deleted) {
                       return get_deleted(exchange, id);
                     }
                     if (!outcome) {
                       return outcome.error().code == catalog::ProblemCode::book_not_found
                                  ? answer(*exchange, context.language, no_record())
                                  : to_response(context, outcome.error());
                     }
                     const catalog::Book book = formats::read_stored_document(
                         std::get<store::BookDocument>(outcome->value).json);
                     const auto writer = formats::make_writer(format, exchange->options);
                     std::string record;
                     append_record(record, *exchange, header_of(book), book, *writer);
                     return one_record(*exchange, record);
                   }};
}

}  // namespace
}  // namespace oai

Plan oai_pmh(const Request& request) {
  using oai::Verb;
  if (request.settings.admin_email.empty()) {
    return to_response(request, catalog::problem::unknown_path(request.http.path));
  }
  oai::Asked asked = oai::read_question(request.http);
  auto exchange = oai::exchange_of(request, std::move(asked.arguments));
  if (!asked.question) {
    return oai::answer(*exchange, request.language, asked.question.error());
  }
  const oai::Question& question = *asked.question;
  switch (question.verb) {
    case Verb::identify:
      return oai::identify(std::move(exchange));
    case Verb::list_metadata_formats:
      return oai::list_formats(std::move(exchange), question, request.language);
    case Verb::list_sets:
      return oai::list_sets(std::move(exchange), question.sets_after);
    case Verb::get_record:
      return oai::get_record(std::move(exchange), question, request.language);
    case Verb::list_identifiers:
    case Verb::list_records:
      break;
  }
  return oai::harvest(std::move(exchange), question);
}

}  // namespace api
