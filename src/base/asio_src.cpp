// Asio, compiled once for the whole program (BOOST_ASIO_SEPARATE_COMPILATION): the event loops of
// http and of store/postgres see declarations only, which halves the time to compile them.
#include <boost/asio/impl/src.hpp>
