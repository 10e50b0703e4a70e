// What frontdesk.yaml says, read and checked. ReadConfig knows every key of the design; one that this version does not
// serve yet is an error that says so, never silently ignored.
//
// Ownership: plain values. Thread safety: pure functions.
// Failure: all mistakes become findings with path:line:col; what is wrong keeps its default in the Config.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/settings.h"
#include "bot/base/clock.h"
#include "bot/base/finding.h"
#include "bot/base/result.h"
#include "bot/base/source_file.h"
#include "bot/core/catalog.h"
#include "bot/runtime/config_figures.h"
#include "bot/runtime/file_limits.h"
#include "bot/store/retention.h"

namespace frontdesk::runtime {

inline constexpr std::string_view kConfigFile = "frontdesk.yaml";
inline constexpr std::size_t kMaxAccounts = 100;
inline constexpr std::size_t kMaxQueues = 100;
inline constexpr std::size_t kMaxTopQuestions = 6;
inline constexpr int kMaxConnectionsPerAddress = 10'000;
inline constexpr int kMaxEventsPerAddress = 10'000'000;
inline constexpr int kMaxSensitiveDays = 3650;

struct Account {
  std::string name;                             // "widget": part of every address, never renamed lightly
  std::string type;                             // "web", "webhook" ...
  std::map<std::string, std::string> greeting;  // locale -> text, before the workspace's own
  adapters::Settings settings;                  // the keys of its type; public_url is not filled in
  std::string identity = {};                    // accounts with the same word have the same users; empty: its own
};

struct TlsFiles {
  std::string certificate;  // absolute paths of PEM files; both empty: plain HTTP
  std::string key;
};

struct Limits {
  int connections_per_address = 200;
  int events_per_address = 1'200;            // a minute, of visitors of the chat widget
  std::vector<std::string> trusted_proxies;  // addresses and networks, checked
  // "host" or "host:port" inside the own network that callbacks and files may come from; else only public ones.
  std::vector<std::string> allow_hosts;
  // "host" or "host:port" that `lookup` steps of flows may call.
  std::vector<std::string> lookup_hosts;
  store::Keep keep = {};
  FileLimits files;
  core::Brakes brakes = {};
  // How long sensitive answers stay on a ticket; 0: for ever.
  int sensitive_days = 90;
};

// A name in the file that another file must know, with its place for the one who checks that.
struct Reference {
  std::string id;
  base::Place place;
};

// What routing names of the taxonomy.
struct TaxonomyNames {
  std::vector<Reference> categories, components;
};

struct DeskConfig {
  std::vector<std::string> queues = {"general"};
  std::map<std::string, desk::Hours> hours = {};  // by queue; none or empty: around the clock
  desk::Channels channels = {};
  desk::IncidentPolicy incidents = {};
  desk::Rules rules = {};
  TaxonomyNames named = {};
  desk::ServiceLevels levels = {};
  desk::CustomFields fields = {};
  FigurePoints points = {};
};

struct Config {
  std::string listen = "127.0.0.1:8080";
  std::string public_url;       // without a final '/'; empty: as the browser called us
  std::string data = "./data";  // absolute
  std::string product = "Frontdesk";
  std::string zone = "UTC";
  std::vector<std::string> locales = {"en"};
  std::map<std::string, std::string> greeting;  // locale -> text
  std::vector<Reference> top_questions;         // article ids
  base::Millis burst{1500};
  base::Millis flow_reminder{std::chrono::minutes(10)};
  std::vector<Account> accounts;
  DeskConfig desk;
  Limits limits;
  std::vector<std::string> attributes;  // what may be known of people: the usual ones and the workspace's own
  flows::GlobalWords words;
  TlsFiles tls;

  const Account* FindAccount(std::string_view name) const;  // null when there is none
};

// Whether the secrets of accounts are read. What works on the data alone must not need them.
enum class Secrets { kRead, kLeft };

// `directory` is what relative paths are relative to. Nothing when the file is not a YAML mapping; with any other error
// a Config that is good enough to check the rest of the workspace against.
std::optional<Config> ReadConfig(const base::SourceFile& file, const std::string& directory, base::Findings& findings,
                                 Secrets secrets = Secrets::kRead);

// Every account type that there is a name for, whether it is served or not.
std::vector<std::string> AccountTypeNames();

// What the brain needs of it. A greeting of one account stands under "account/locale".
core::Policy PolicyOf(const Config& config);

// "1500ms", "2s", "10m" or "0".
std::optional<base::Millis> ParseWait(std::string_view text);

struct ListenAddress {
  std::string host;  // "127.0.0.1", "::1", "localhost"
  unsigned short port = 0;
};
// "127.0.0.1:8080", "[::1]:8080", "localhost:0".
base::Result<ListenAddress> ParseListen(std::string_view text);

}  // namespace frontdesk::runtime
