#include "api/protocols/opds_feed.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/percent.hpp"
#include "catalog/own_cover.hpp"
#include "http/syntax.hpp"
#include "web/address.hpp"

namespace api {
namespace {

struct PathType {
  std::string_view ending;
  std::string_view type;
};
constexpr std::array image_types{
    PathType{".jpg", "image/jpeg"},  PathType{".jpeg", "image/jpeg"},
    PathType{".png", "image/png"},   PathType{".gif", "image/gif"},
    PathType{".webp", "image/webp"}, PathType{".avif", "image/avif"},
};
constexpr std::array text_types{
    PathType{".epub", "application/epub+zip"},
    PathType{".pdf", "application/pdf"},
    PathType{".mobi", "application/x-mobipocket-ebook"},
    PathType{".azw3", "application/vnd.amazon.mobi8-ebook"},
    PathType{".fb2", "text/fb2+xml"},
    PathType{".djvu", "image/vnd.djvu"},
    PathType{".cbz", "application/vnd.comicbook+zip"},
    PathType{".txt", "text/plain"},
};
// Where an address tells no type, people find a page.
constexpr std::string_view page_type = "text/html";
// What the schemas of OPDS ask one image of each book to be.
constexpr std::array<std::string_view, 3> shown_everywhere{"image/jpeg", "image/png", "image/gif"};

// The type that the path of an address ends with; empty: it says none.
std::string_view type_by_path(std::string_view url, std::span<const PathType> types) {
  const std::string_view path = url.substr(0, url.find_first_of("?#"));
  const auto ends_so = [&](const PathType& one) {
    return path.size() > one.ending.size() &&
           http::equal_ignoring_case(path.substr(path.size() - one.ending.size()), one.ending);
  };
  const auto found = std::ranges::find_if(types, ends_so);
  return found == types.end() ? std::string_view{} : found->type;
}

struct Acquisition {
  catalog::LinkRelation relation;
  std::string_view name;
};
constexpr std::array acquisitions{
    Acquisition{catalog::LinkRelation::text, "http://opds-spec.org/acquisition/open-access"},
    Acquisition{catalog::LinkRelation::loan, "http://opds-spec.org/acquisition/borrow"},
    Acquisition{catalog::LinkRelation::purchase, "http://opds-spec.org/acquisition/buy"},
    Acquisition{catalog::LinkRelation::sample, "http://opds-spec.org/acquisition/sample"},
};

const Acquisition* acquisition_of(const catalog::Link& link) noexcept {
  const auto* const found =
      link.relation ? std::ranges::find(acquisitions, *link.relation, &Acquisition::relation)
                    : acquisitions.end();
  return found == acquisitions.end() ? nullptr : found;
}

OpdsLink link_to(std::string_view relation, const catalog::Link& link) {
  std::string_view type = link.media_type;
  if (type.empty()) {
    type = type_by_path(link.url, text_types);
  }
  return {relation, link.url, std::string(type.empty() ? page_type : type), link.note};
}

std::string_view image_type(const OpdsPlaces& places, const std::string& cover) noexcept {
  const auto own = catalog::own_cover_in(cover);
  const auto known = own ? places.covers.find(own->hash) : places.covers.end();
  return known == places.covers.end() ? type_by_path(cover, image_types)
                                      : catalog::media_type_of(known->second);
}

}  // namespace

std::string_view opds_type(OpdsForm form, OpdsKind kind) noexcept {
  if (form == OpdsForm::json) {
    return opds_json_type;
  }
  return kind == OpdsKind::navigation
             ? "application/atom+xml;profile=opds-catalog;kind=navigation"
             : "application/atom+xml;profile=opds-catalog;kind=acquisition";
}

OpdsForm opds_other(OpdsForm form) noexcept {
  return form == OpdsForm::json ? OpdsForm::atom : OpdsForm::json;
}

std::string OpdsPlaces::feed(OpdsForm in, std::string_view target) const {
  return path(std::string(in == OpdsForm::json ? opds_root : opds_atom_root).append(target));
}

std::string OpdsPlaces::path(std::string_view path) const {
  return std::string(prefix).append(path);
}

std::string OpdsPlaces::absolute(std::string_view path) const {
  return std::string(origin).append(path);
}

std::string opds_books_of(std::string_view parameter, std::string_view value) {
  return std::string("/titulos?").append(parameter).append("=").append(base::percent_encode(value));
}

std::vector<OpdsLink> opds_acquisitions(const OpdsPlaces& places, const catalog::Book& book) {
  std::vector<OpdsLink> links;
  for (const catalog::Link& link : book.fields->links) {
    if (const Acquisition* const acquisition = acquisition_of(link)) {
      links.push_back(link_to(acquisition->name, link));
    }
  }
  if (links.empty()) {
    links.push_back({"http://opds-spec.org/acquisition/borrow",
                     places.path(web::book_address(book.id)), std::string(page_type)});
  }
  return links;
}

std::vector<OpdsLink> opds_related(const catalog::Book& book) {
  std::vector<OpdsLink> links;
  for (const catalog::Link& link : book.fields->links) {
    if (acquisition_of(link) == nullptr) {
      links.push_back(link_to("related", link));
    }
  }
  return links;
}

std::vector<OpdsLink> opds_images(const OpdsPlaces& places, const catalog::Book& book) {
  std::vector<OpdsLink> images;
  const std::string& cover = book.fields->cover;
  if (!cover.empty()) {
    const std::string_view type = image_type(places, cover);
    images.push_back({"", cover.starts_with('/') ? places.path(cover) : cover, std::string(type)});
    if (std::ranges::find(shown_everywhere, type) != shown_everywhere.end()) {
      return images;
    }
  }
  images.push_back({"", places.path("/opds/sem-capa.png"), "image/png"});
  return images;
}

std::string opds_issued(const catalog::Book& book) {
  constexpr std::size_t digits_of_year = 4;
  if (book.fields->year.value_or(0) < 1) {
    return {};
  }
  std::string year = std::to_string(*book.fields->year);
  return year.insert(0, digits_of_year - std::min(year.size(), digits_of_year), '0');
}

std::string opds_isbn_urn(const catalog::Book& book) {
  return book.fields->isbn ? "urn:isbn:" + std::string(book.fields->isbn->digits()) : std::string();
}

std::string opds_book_uri(const OpdsPlaces& places, const catalog::Book& book) {
  return places.absolute("/livros/" + std::to_string(book.id.value));
}

}  // namespace api
