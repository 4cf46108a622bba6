#include "app/rejects_file.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "app/import_report.hpp"
#include "app/language.hpp"

namespace app {
namespace {

constexpr std::size_t held_bytes_max = 1024 * 1024;

}  // namespace

void require_free(const std::string& path) {
  if (path.empty() || path == "-") {
    return;
  }
  if (std::filesystem::exists(path)) {
    throw std::system_error(EEXIST, std::generic_category(), path);
  }
  if (!std::filesystem::is_directory(std::filesystem::absolute(path).parent_path())) {
    throw std::system_error(ENOENT, std::generic_category(), path);
  }
}

RejectsFile::RejectsFile(std::string path, const formats::Reader& reader)
    : path_(std::move(path)), reader_(reader) {}

void RejectsFile::add(const std::string& bytes) {
  if (path_.empty()) {
    return;
  }
  if (bytes.empty()) {
    ++lost_;
    return;
  }
  if (!file_) {
    file_.emplace(FileDescriptor::create(path_));
    text_ = reader_.rejects_begin();
  }
  text_ += bytes;
  ++written_;
  if (text_.size() >= held_bytes_max) {
    file_->write_all(text_);
    text_.clear();
  }
}

void RejectsFile::finish() {
  if (file_) {
    file_->write_all(text_ + reader_.rejects_end());
    file_->sync();
    print_line(say({"recusados gravados em ", "refused records are in "}) + path_ + ": " +
               std::to_string(written_));
  }
  if (lost_ > 0) {
    print_line(say({"grandes demais para serem gravados: ", "too large to be written: "}) +
               std::to_string(lost_));
  }
}

}  // namespace app
