// Beast, compiled once for the whole program (BOOST_BEAST_SEPARATE_COMPILATION). Its other users
// see declarations only.
#include <boost/beast/src.hpp>
