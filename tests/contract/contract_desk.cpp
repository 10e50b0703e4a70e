#include "tests/contract/contract_desk.h"

#include <sqlite3.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "bot/store/data_directory.h"
#include "bot/store/records.h"
#include "tests/fakes/visitor_desk.h"

namespace frontdesk::contract {

namespace {

constexpr std::string_view kOther = "-too";

constexpr char kArticle[] = R"(---
title: Reset your password
questions: [How do I reset my password?, forgot my password, change password]
---
Choose **Forgot password** on the sign-in screen.
)";

std::string ConfigText(const std::string& accounts) {
  return "frontdesk: 1\nlisten: 127.0.0.1:0\npublic_url: https://help.example.com\ndata: ./data\nproduct: Relay\n"
         "locales: [en]\nlimits: {connections_per_address: 2000, allow_hosts: [127.0.0.1]}\naccounts:\n" +
         accounts;
}

std::unique_ptr<fakes::FakePlatform> Play(const Entry& entry) {
  auto script = fakes::ReadScript(entry.script, entry.platform);
  if (!script) return nullptr;
  auto platform = fakes::FakePlatform::Open(std::move(*script));
  return platform ? std::move(*platform) : nullptr;
}

// The first column of the only row; -1 when the file cannot be read.
int Count(sqlite3* file, const std::string& query) {
  sqlite3_stmt* statement = nullptr;
  int count = -1;
  if (::sqlite3_prepare_v2(file, query.c_str(), -1, &statement, nullptr) == SQLITE_OK &&
      ::sqlite3_step(statement) == SQLITE_ROW)
    count = ::sqlite3_column_int(statement, 0);
  ::sqlite3_finalize(statement);
  return count;
}

std::vector<std::string> Tables(sqlite3* file) {
  std::vector<std::string> names;
  sqlite3_stmt* statement = nullptr;
  ::sqlite3_prepare_v2(file, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'counter'", -1,
                       &statement, nullptr);
  while (::sqlite3_step(statement) == SQLITE_ROW)
    names.emplace_back(reinterpret_cast<const char*>(::sqlite3_column_text(statement, 0)));
  ::sqlite3_finalize(statement);
  return names;
}

// Waits until the server has taken in the message.
bool IsKept(const std::string& data, const std::string& account, const std::string& message) {
  const std::string query =
      "SELECT count(*) FROM event WHERE account = '" + account + "' AND event_id = '" + message + "'";
  const auto end = std::chrono::steady_clock::now() + kPatience;
  for (int found = 0; found < 1; std::this_thread::sleep_for(std::chrono::milliseconds(20))) {
    sqlite3* file = nullptr;
    if (::sqlite3_open_v2((data + "/" + store::kDatabaseFile).c_str(), &file, SQLITE_OPEN_READONLY, nullptr) ==
        SQLITE_OK) {
      ::sqlite3_busy_timeout(file, 5'000);
      found = Count(file, query);
    }
    ::sqlite3_close(file);
    if (std::chrono::steady_clock::now() > end) return false;
  }
  return true;
}

std::string DeliveredAs(store::Delivery delivery) {
  return "SELECT count(*) FROM transcript WHERE delivery = " + std::to_string(static_cast<int>(delivery));
}

}  // namespace

ContractDesk::ContractDesk(const Entry& entry, std::string for_other)
    : entry_(entry), for_other_(std::move(for_other)) {
  std::string pattern = (std::filesystem::temp_directory_path() / "frontdesk-contract-XXXXXX").string();
  directory_ = ::mkdtemp(pattern.data());
  Write("knowledge/articles/en/reset-password.md", kArticle);
  Write("flows/echo.yaml", std::string(fakes::kEchoFlow));
}

// The platform goes first: calls that hang end with it.
ContractDesk::~ContractDesk() {
  platform_.reset();
  other_platform_.reset();
  service_.reset();
  std::filesystem::remove_all(directory_);
}

void ContractDesk::Write(const std::string& path, const std::string& text) const {
  std::filesystem::create_directories((directory_ / path).parent_path());
  std::ofstream(directory_ / path, std::ios::binary) << text;
}

std::string ContractDesk::Open() {
  platform_ = Play(entry_);
  other_platform_ = Play(entry_);
  if (!platform_ || !other_platform_) return "the script of the platform cannot be played";
  SetEnvironment(entry_.secrets);
  if (std::string problem = RestartWith(platform_->url()); !problem.empty()) return problem;
  return entry_.shelved ? AwaitFirstPulls() : std::string();
}

// What lies there before the first pull is not answered.
std::string ContractDesk::AwaitFirstPulls() const {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (ReadKept(data()).cursors < 2) {
    if (std::chrono::steady_clock::now() > end) return "nothing was pulled";
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return {};
}

std::string ContractDesk::RestartWith(const std::string& api) {
  Entry other = entry_;
  other.account += kOther;
  other.settings += for_other_;
  Write("frontdesk.yaml", ConfigText(AccountYaml(entry_, api) + AccountYaml(other, other_platform_->url())));
  return Restart();
}

std::string ContractDesk::Restart() {
  service_.reset();
  auto opened = runtime::Service::Open({directory_.string(), {}, {}, nullptr});
  if (!opened) return opened.error().message;
  service_ = std::move(*opened);
  return {};
}

Request ContractDesk::Say(const std::string& conversation, const std::string& message, const std::string& text,
                          bool other) const {
  Request request = entry_.say({text, message, conversation});
  const std::string hook = "/hooks/" + entry_.account;
  if (other && request.target.starts_with(hook)) request.target.insert(hook.size(), kOther);
  if (entry_.shelved) (other ? other_platform_ : platform_)->Shelve(entry_.shelved(request));
  return entry_.sign(std::move(request), {base::SystemClock().Now(), entry_.secrets});
}

bool ContractDesk::Said(const std::string& conversation, const std::string& message, const std::string& text,
                        bool other) const {
  const int status = fakes::Send(port(), Say(conversation, message, text, other)).status;
  const bool taken = status >= 200 && status < 300;
  return taken && (!entry_.shelved || IsKept(data(), entry_.account + std::string(other ? kOther : ""), message));
}

bool ContractDesk::StartEcho(const std::string& conversation, bool other) const {
  const std::string first = std::to_string(9'000'000'000 + std::hash<std::string>{}(conversation) % 1'000'000'000);
  if (!Said(conversation, first, std::string(fakes::kEchoStart), other)) return false;
  return (other ? other_platform_ : platform_)
      ->WaitUntil(
          [&](const fakes::PlatformRecord& record) {
            const auto shown = record.ShownTo(conversation);
            return std::any_of(shown.begin(), shown.end(),
                               [](const auto& m) { return m.text.find("Heard nothing yet") != std::string::npos; });
          },
          kPatience);
}

bool ContractDesk::SeesEchoes(const std::string& conversation, std::size_t count, bool other) const {
  return (other ? other_platform_ : platform_)
      ->WaitUntil([&](const fakes::PlatformRecord& record) { return EchoesIn(record, conversation).size() >= count; },
                  kPatience);
}

Kept ReadKept(const std::string& data) {
  sqlite3* file = nullptr;
  const std::string path = data + "/" + store::kDatabaseFile;
  Kept kept;
  if (::sqlite3_open_v2(path.c_str(), &file, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK) {
    ::sqlite3_busy_timeout(file, 5'000);
    for (const std::string& table : Tables(file)) kept.rows += Count(file, "SELECT count(*) FROM \"" + table + "\"");
    kept.user_rows = Count(file, "SELECT count(*) FROM transcript WHERE author = 'user'");
    kept.unfinished =
        Count(file, DeliveredAs(store::Delivery::kPending)) + Count(file, DeliveredAs(store::Delivery::kSending));
    kept.unknown = Count(file, DeliveredAs(store::Delivery::kUnknown));
    kept.failed = Count(file, DeliveredAs(store::Delivery::kFailed));
    kept.parked = Count(file, "SELECT count(*) FROM parked");
    kept.cursors = Count(file, "SELECT count(*) FROM cursor");
  }
  ::sqlite3_close(file);
  return kept;
}

namespace {

std::int64_t Ask(const std::string& data, const std::string& question) {
  sqlite3* file = nullptr;
  std::int64_t answer = -1;
  const std::string path = data + "/" + store::kDatabaseFile;
  if (::sqlite3_open_v2(path.c_str(), &file, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK) {
    ::sqlite3_busy_timeout(file, 5'000);
    answer = Count(file, question);
  }
  ::sqlite3_close(file);
  return answer;
}

}  // namespace

bool WaitUntilIdle(const std::string& data) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (Ask(data, "SELECT count(*) FROM outbox WHERE state IN (1, 2)") != 0) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

std::int64_t RowWithButtons(const std::string& data, const std::string& channel) {
  return Ask(data,
             "SELECT coalesce(max(t.id), 0) FROM transcript t JOIN conversation c ON c.id = t.conversation "
             "WHERE t.author = 'bot' AND json_array_length(t.body, '$.buttons') > 0 AND c.channel = '" +
                 channel + "'");
}

bool WaitForUserRows(const std::string& data, int count) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (ReadKept(data).user_rows < count) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

bool WaitUntilQuiet(const std::string& data) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (ReadKept(data).unfinished != 0) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

std::vector<std::string> EchoesIn(const fakes::PlatformRecord& record, const std::string& conversation) {
  std::vector<std::string> echoes;
  for (const fakes::DeliveredMessage& shown : record.ShownTo(conversation)) {
    for (std::size_t at = shown.text.find("Heard "); at != std::string::npos; at = shown.text.find("Heard ", at + 6)) {
      const std::size_t begin = at + 6;
      const auto is_letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
      const auto end =
          std::find_if_not(shown.text.begin() + static_cast<std::ptrdiff_t>(begin), shown.text.end(), is_letter);
      echoes.emplace_back(shown.text.begin() + static_cast<std::ptrdiff_t>(begin), end);
    }
  }
  std::erase(echoes, "nothing");
  return echoes;
}

}  // namespace frontdesk::contract
