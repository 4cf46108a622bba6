// Asio and Beast, compiled once for the whole program (BOOST_*_SEPARATE_COMPILATION). Their other
// users see declarations only, which halves the time to compile a file that includes them.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
