#include "bot/core/find_identity.h"

#include <algorithm>
#include <charconv>

#include "bot/base/text.h"

namespace frontdesk::core {

namespace {

using Identity = std::optional<store::PersonRow>;

// 0 when it is none.
store::Id NumberIn(std::string_view text) {
  store::Id number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

base::Result<Identity> ByTicket(store::Store& store, std::string_view number) {
  TRY(const auto ticket, Found(store.LoadTicket(NumberIn(number))));
  if (!ticket) return Identity();
  return Found(store.LoadPerson(ticket->person));
}

base::Result<Identity> ByUser(store::Store& store, std::string_view user, std::span<const std::string> spaces) {
  for (const std::string& space : spaces) {
    TRY(Identity found, Found(store.FindUser(space + ":" + std::string(user))));
    if (found) return found;
  }
  return Identity();
}

}  // namespace

base::Result<Identity> FindIdentity(store::Store& store, std::string_view name, std::span<const std::string> spaces) {
  name = base::Trim(name);
  if (name.starts_with('#')) return ByTicket(store, name.substr(1));
  if (name.starts_with("user:")) return ByUser(store, name.substr(5), spaces);
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return ByTicket(store, name);
  return Found(store.FindPerson(name.substr(0, slash), name.substr(slash + 1)));
}

}  // namespace frontdesk::core
