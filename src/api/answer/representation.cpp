#include "api/answer/representation.hpp"

#include <algorithm>
#include <vector>

#include "api/answer/book_answer.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/own_address.hpp"
#include "formats/book_document.hpp"
#include "http/negotiate.hpp"

namespace api {
namespace {

using catalog::problem::bad_parameter;
using formats::Format;
using formats::ReferenceForm;
using Extent = formats::WriteOptions::Extent;

// What Accept may name. Types that browsers send for anything are no name of a format: with
// application/xml they would get Dublin Core in place of JSON.
struct Offers {
  std::vector<Format> formats;
  std::vector<std::string_view> types;
  std::string names;
};

std::string_view essence_of(std::string_view content_type) noexcept {
  return content_type.substr(0, content_type.find(';'));
}

Offers make_offers(Extent extent) {
  Offers offers;
  for (const formats::FormatInfo& row : formats::format_table()) {
    if (!formats::has_writer(row.format, extent)) {
      continue;
    }
    offers.names.append(offers.names.empty() ? "" : ", ").append(row.name);
    if (row.format != Format::dc) {
      offers.formats.push_back(row.format);
      offers.types.push_back(essence_of(row.content_type));
    }
  }
  return offers;
}

const Offers& offers_of(Extent extent) {
  static const Offers one = make_offers(Extent::one);
  static const Offers list = make_offers(Extent::list);
  return extent == Extent::one ? one : list;
}

std::string written_formats() {
  std::string names;
  for (const formats::FormatInfo& row : formats::format_table()) {
    if (row.can(formats::Use::one_book) || row.can(formats::Use::list)) {
      names.append(names.empty() ? "" : ", ").append(row.name);
    }
  }
  return names;
}

catalog::Result<Format> named_format(std::string_view name, Extent extent) {
  const auto format = formats::format_named(name);
  if (!format) {
    return catalog::fail(bad_parameter(format_name, written_formats(), name));
  }
  if (!formats::has_writer(*format, extent)) {
    return catalog::fail(catalog::problem::not_acceptable(
        {std::string(format_name) + "=" + std::string(name), offers_of(extent).names}));
  }
  return *format;
}

catalog::Result<Format> accepted_format(std::string_view accept, Extent extent) {
  if (accept.empty() || accept == "*/*") {
    return Format::json;
  }
  const Offers& offers = offers_of(extent);
  const auto chosen = http::choose_media_type(accept, offers.types);
  return chosen ? catalog::Result<Format>(offers.formats[*chosen])
                : catalog::fail(catalog::problem::not_acceptable({accept, offers.names}));
}

bool read_flag(bool& flag, std::string_view value) {
  flag = value == "1";
  return flag || value == "0";
}

// A parameter that belongs to one format; with its neutral value it may stand beside any, because
// generated clients send such values unasked.
struct FormParameter {
  std::string_view name;
  Format format;
  std::string_view neutral;
  std::string_view allowed;
  bool (*read)(formats::WriteOptions&, std::string_view);
};

bool read_complete(formats::WriteOptions& options, std::string_view value) {
  bool is_complete = false;
  const bool fine = read_flag(is_complete, value);
  options.reference.extent =
      is_complete ? ReferenceForm::Extent::complete : ReferenceForm::Extent::essential;
  return fine;
}

bool read_markup(formats::WriteOptions& options, std::string_view value) {
  options.reference.markup = value == "html"       ? ReferenceForm::Markup::html
                             : value == "markdown" ? ReferenceForm::Markup::markdown
                                                   : ReferenceForm::Markup::text;
  return value == "html" || value == "markdown" || value == "texto";
}

bool read_authors(formats::WriteOptions& options, std::string_view value) {
  options.reference.authors = ReferenceForm::Authors::all;
  return value == "todos";
}

bool read_mark(formats::WriteOptions& options, std::string_view value) {
  return read_flag(options.csv.has_byte_order_mark, value);
}

constexpr std::array form_parameters{
    FormParameter{"completa", Format::abnt, "0", "0, 1", read_complete},
    FormParameter{"marcacao", Format::abnt, "texto", "texto, html, markdown", read_markup},
    FormParameter{"autores", Format::abnt, "", "todos", read_authors},
    FormParameter{"bom", Format::csv, "0", "0, 1", read_mark},
};

}  // namespace

catalog::Result<Representation> read_representation(const Request& request, const Query& query,
                                                    Extent extent) {
  const auto name = query.value(format_name);
  const auto format = name ? named_format(*name, extent)
                           : accepted_format(request.http.header(http::Header::accept), extent);
  if (!format) {
    return catalog::fail(format.error());
  }
  Representation form;
  form.format = *format;
  form.is_named = name.has_value();
  form.options.extent = extent;
  for (const FormParameter& parameter : form_parameters) {
    const auto value = query.value(parameter.name);
    const bool is_neutral = !parameter.neutral.empty() && value == parameter.neutral;
    if (value && !is_neutral && parameter.format != *format) {
      return catalog::fail(bad_parameter(
          parameter.name,
          std::string(format_name) + "=" + std::string(formats::name_of(parameter.format)),
          *value));
    }
    if (value && !parameter.read(form.options, *value)) {
      return catalog::fail(bad_parameter(parameter.name, parameter.allowed, *value));
    }
  }
  if (!form.is_json()) {
    form.options.base_uri = own_address(request.http, request.settings);
    form.options.marc_organization = request.settings.marc_organization;
    form.options.marc_country = request.settings.marc_country;
  }
  return form;
}

std::string disposition(std::string_view stem, Format format) {
  return "inline; filename=\"" + std::string(stem) + "." +
         std::string(formats::info_of(format).extension) + '"';
}

http::Response found_book(const AnswerContext& context, const FormedBook& shown) {
  const store::BookDocument& document = shown.document;
  const Format format = shown.form.format;
  const std::string etag = etag_of({document.id, document.version}, tag_name(format));
  if (auto changed = changed_since(context, {document, etag})) {
    return *std::move(changed);
  }
  if (auto unchanged = not_modified(context.http, etag, format)) {
    return *std::move(unchanged);
  }
  const catalog::Book book = formats::read_stored_document(document.json);
  http::Response response;
  response.add("ETag", etag);
  add_data_headers(response, format);
  response.add("Content-Disposition", disposition(shown.file_stem, format));
  response.add("X-Content-Type-Options", "nosniff");
  response.add("Link", link_to_page(document.id));
  response.body = formats::write_one(*formats::make_writer(format, shown.form.options), book);
  return response;
}

}  // namespace api
