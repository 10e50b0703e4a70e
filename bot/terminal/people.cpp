#include "bot/terminal/people.h"

#include <algorithm>
#include <filesystem>

#include "bot/base/text.h"
#include "bot/core/find_identity.h"
#include "bot/store/data_directory.h"
#include "bot/store/sqlite_store.h"
#include "bot/terminal/opening.h"

namespace frontdesk::terminal {

std::vector<std::string> IdentitySpaces(const runtime::Config& config) {
  std::vector<std::string> spaces;
  for (const runtime::Account& account : config.accounts) {
    const std::string& space = account.identity.empty() ? account.name : account.identity;
    if (std::find(spaces.begin(), spaces.end(), space) == spaces.end()) spaces.push_back(space);
  }
  return spaces;
}

std::optional<store::PersonRow> FindHuman(store::Store& store, const runtime::Config& config, const std::string& name,
                                          std::ostream& err) {
  const auto found = core::FindIdentity(store, name, IdentitySpaces(config));
  if (!found) {
    PrintError(err, found.error());
  } else if (!*found) {
    err << "frontdesk: nobody is known as '" << base::CleanUtf8(name)
        << "'; write account/id as the platform has it, user:ID as your server signed it, or #NUMBER of a ticket\n";
  }
  return found ? *found : std::nullopt;
}

base::Result<std::unique_ptr<store::Store>> OpenData(const runtime::Config& config, const base::Clock& clock) {
  const std::string path = config.data + "/" + store::kDatabaseFile;
  std::error_code error;
  if (std::filesystem::exists(path, error)) return store::OpenSqliteStore(path, clock);
  return base::Fail(base::ErrorCode::kNotFound, "there is no data yet in '" + config.data + "'");
}

base::Result<std::unique_ptr<store::Store>> OpenDataOrNone(const runtime::Config& config, const base::Clock& clock) {
  auto store = OpenData(config, clock);
  if (!store && store.error().code == base::ErrorCode::kNotFound) return store::OpenMemoryStore(clock);
  return store;
}

base::Result<std::unique_ptr<store::Store>> OpenOrMakeData(const runtime::Config& config, const base::Clock& clock) {
  namespace fs = std::filesystem;
  const std::string& data = config.data;
  std::error_code error;
  if (!fs::exists(data, error)) {
    fs::create_directories(data, error);
    if (!error) fs::permissions(data, fs::perms::owner_all, error);
  }
  if (error) {
    return base::Fail(base::ErrorCode::kUnavailable,
                      "cannot make the data directory '" + data + "': " + error.message());
  }
  return store::OpenSqliteStore(data + "/" + store::kDatabaseFile, clock);
}

}  // namespace frontdesk::terminal
