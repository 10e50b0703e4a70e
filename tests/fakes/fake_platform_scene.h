// One request to a fake platform, looked at from all sides. Private to the player: includes nlohmann/json.hpp.
//
// Thread safety: a value of one thread; it uses the request of its maker.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tests/fakes/fake_platform_player.h"

namespace frontdesk::fakes {

struct PlatformPlayer::Scene {
  explicit Scene(const PlatformRequest& of);

  // "" when there is nothing at that place.
  std::string ValueAt(const ValuePlace& place) const;
  std::string Header(std::string_view name) const;
  // Of Authorization: Bearer, or of an access_token in the query.
  std::string Bearer() const;

  const PlatformRequest& request;
  std::string path;
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> names;  // of the route's path
  nlohmann::json body;                       // discarded when it is neither JSON nor a form
  std::string to;
  std::string text;
  std::string client_id;
  std::string platform_id;
};

}  // namespace frontdesk::fakes
