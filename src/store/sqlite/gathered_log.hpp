// The write-ahead log as whoever commits writes it: what SQLite appends to it in pieces, two for
// each page, goes to the file in one piece when it is synced. For connections that sync every
// commit: nobody else reads of a commit before that. Any thread.
#pragma once

#include <string>

namespace sqlite {

// The name of a VFS that gathers so, over the registered one of this name (empty: the default one),
// which must stay registered.
std::string gathering_vfs(const std::string& below);

}  // namespace sqlite
