#include "catalog/label_words.hpp"

#include "catalog/listing.hpp"
#include "catalog/search_words.hpp"

namespace catalog {

std::vector<std::string> label_words(std::string_view label) {
  std::string folded;
  append_search_fold(folded, label);
  std::vector<std::string_view> views;
  append_search_words(views, folded);
  std::size_t bytes = views.size();
  for (const std::string_view view : views) {
    bytes += view.size();
  }
  if (views.size() > filter_words_max || bytes > label_words_bytes_max) {
    return {};
  }
  return {views.begin(), views.end()};
}

std::string joined_words(std::span<const std::string> words) {
  std::string all;
  for (const std::string& word : words) {
    all.append(all.empty() ? "" : " ").append(word);
  }
  return all;
}

}  // namespace catalog
