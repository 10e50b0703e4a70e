#include "bot/base/jid.h"

#include "bot/base/text.h"

namespace frontdesk::base {

Jid SplitJid(std::string_view jid) {
  const std::string_view bare = jid.substr(0, jid.find('/'));
  const std::size_t at = bare.find('@');
  Jid parts;
  parts.resource = ResourceOf(jid);
  if (at != std::string_view::npos) parts.local = bare.substr(0, at);
  parts.domain = at == std::string_view::npos ? bare : bare.substr(at + 1);
  return parts;
}

std::string BareJid(std::string_view jid) { return AsciiLower(jid.substr(0, jid.find('/'))); }

std::string_view ResourceOf(std::string_view jid) {
  const std::size_t slash = jid.find('/');
  return slash == std::string_view::npos ? std::string_view() : jid.substr(slash + 1);
}

bool IsSameJid(std::string_view a, std::string_view b) {
  return BareJid(a) == BareJid(b) && ResourceOf(a) == ResourceOf(b);
}

}  // namespace frontdesk::base
