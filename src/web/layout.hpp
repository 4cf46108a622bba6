// What all pages share: the head of the document, the bar with the ways, the foot, and the place
// for notices. A page gives its content. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/problem.hpp"
#include "web/html.hpp"

namespace web {

enum class Theme : std::uint8_t { system, light, dark };
// open: the server knows no keys, and no page speaks of them.
enum class Entry : std::uint8_t { open, signed_out, signed_in };

// Who looks, and how: what the cookies and the request say that every page depends on.
struct View {
  catalog::Language language = catalog::Language::portuguese;
  Theme theme = Theme::system;
  Entry entry = Entry::open;
  std::string query = {};  // of the address, without language and theme; ends in '&' unless empty
};

enum class Way : std::uint8_t { none, search, holdings, create, import, status, sign_in };
enum class Indexed : std::uint8_t { yes, no };

struct Page {
  std::string title = {};  // of this page; the product's name follows
  Way way = Way::none;
  Indexed indexed = Indexed::no;
  std::string canonical = {};                  // path; empty: none
  std::string description = {};                // for search engines and previews; empty: none
  std::vector<std::string_view> styles = {};   // names of assets besides estilo.css
  std::vector<std::string_view> scripts = {};  // names of assets: modules
  std::function<void(Html&)> head = {};        // more elements of the head
};

// The whole document. `content` is written into `main`; it holds the one h1.
std::string document_of(const View& view, const Page& page,
                        const std::function<void(Html&)>& content);

}  // namespace web
