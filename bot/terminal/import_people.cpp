// `frontdesk import people SRC --to DIR`: what a customer knows of their users, for the card and for rules. They are
// found by "account" and "id", or by "user" as the customer's server signs it; every other column is an attribute.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/find_identity.h"
#include "bot/core/person.h"
#include "bot/terminal/files.h"
#include "bot/terminal/import.h"
#include "bot/terminal/opening.h"
#include "bot/terminal/people.h"
#include "knowledge/csv.h"

namespace frontdesk::terminal {

namespace {

constexpr std::size_t kWrittenAtOnce = 500;

struct Line {
  base::Place place;
  std::map<std::string, std::string> cells;

  std::string Cell(const std::string& key) const {
    const auto it = cells.find(key);
    return it == cells.end() ? std::string() : it->second;
  }
};

std::vector<Line> ReadCsv(const std::string& path, const std::string& text, base::Findings& findings) {
  std::vector<Line> lines;
  const auto rows = knowledge::ParseCsv(path, text, findings);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    Line line{{path, rows[i].front().line, 1}, {}};
    for (std::size_t c = 0; c < rows[i].size() && c < rows.front().size(); ++c)
      line.cells[base::AsciiLower(base::Trim(rows.front()[c].text))] = std::string(base::Trim(rows[i][c].text));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<Line> ReadJsonLines(const std::string& path, const std::string& text, base::Findings& findings) {
  std::vector<Line> lines;
  int number = 0;
  for (const std::string& one : base::SplitLines(text)) {
    ++number;
    if (base::Trim(one).empty()) continue;
    const auto value = base::ParseJson(one);
    if (!value || !value->is_object()) {
      findings.Error({path, number, 1}, "not a JSON object", "write {\"user\": \"u-17\", \"plan\": \"pro\"}");
      continue;
    }
    Line line{{path, number, 1}, {}};
    for (const auto& [key, member] : value->items())
      if (!member.is_null()) line.cells[key] = member.is_string() ? member.get<std::string>() : base::DumpJson(member);
    lines.push_back(std::move(line));
  }
  return lines;
}

class PeopleImport {
 public:
  PeopleImport(store::Store& store, const runtime::Config& config, base::Findings& findings)
      : store_(store), config_(config), findings_(findings) {
    for (const runtime::Account& account : config.accounts)
      if (!account.identity.empty()) identities_.insert(account.identity);
  }

  base::Status Take(const std::vector<Line>& lines) {
    for (const Line& line : lines) {
      TRY_STATUS(TakeLine(line));
      if (waiting_.size() >= kWrittenAtOnce) TRY_STATUS(Write());
    }
    return Write();
  }
  std::size_t written() const { return written_; }

 private:
  base::Status TakeLine(const Line& line) {
    const bool by_user = !line.Cell("user").empty();
    if (by_user ? !NamesIdentity(line) : !NamesAccount(line)) return {};
    TRY(store::PersonRow row, by_user ? UserRow(line) : IdentityRow(line));
    if (!line.Cell("name").empty() && row.name.empty()) row.name = line.Cell("name");
    row.attributes = WithImported(row.attributes, line);
    waiting_.push_back({store::SavePerson{std::move(row)}, {}, false, {}});
    return {};
  }

  bool NamesAccount(const Line& line) {
    if (line.Cell("account").empty() || line.Cell("id").empty()) {
      findings_.Error(line.place, "it is not said who this is", "fill in 'account' and 'id', or 'user'");
      return false;
    }
    if (config_.FindAccount(line.Cell("account")) != nullptr) return true;
    findings_.Error(line.place, "there is no account '" + line.Cell("account") + "'", "write one of frontdesk.yaml");
    return false;
  }

  bool NamesIdentity(const Line& line) {
    const auto spaces = IdentitySpaces(config_);
    const std::string named = SpaceOf(line);
    if (std::find(spaces.begin(), spaces.end(), named) != spaces.end()) return true;
    findings_.Error(line.place,
                    named.empty() ? "it is not said whose user this is" : "no account has the identity '" + named + "'",
                    "fill in 'identity' as an account of frontdesk.yaml has it");
    return false;
  }

  std::string SpaceOf(const Line& line) const {
    if (!line.Cell("identity").empty()) return line.Cell("identity");
    return identities_.size() == 1 ? *identities_.begin() : std::string();
  }

  // What is known of a user whatever account they write from: an identity beside theirs.
  base::Result<store::PersonRow> UserRow(const Line& line) {
    const std::string user = SpaceOf(line) + ":" + line.Cell("user");
    TRY(auto row, core::Found(store_.FindPerson(core::kImportedAccount, user)));
    if (row) return std::move(*row);
    store::PersonRow fresh{
        store_.ReserveIds(1),      0, std::string(core::kImportedAccount), user, {}, false, "{}", 0, user,
        std::string(core::kSigned)};
    TRY(const auto known, core::Found(store_.FindUser(user)));
    if (known) fresh.who = known->who;
    return fresh;
  }

  base::Result<store::PersonRow> IdentityRow(const Line& line) {
    TRY(auto row, core::Found(store_.FindPerson(line.Cell("account"), line.Cell("id"))));
    if (row) return std::move(*row);
    return store::PersonRow{store_.ReserveIds(1), 0, line.Cell("account"), line.Cell("id"), {}, false, "{}"};
  }

  // What was imported before is replaced; an empty cell is unknown.
  static std::string WithImported(const std::string& before, const Line& line) {
    std::vector<base::Fact> facts;
    for (const auto& [key, value] : line.cells) {
      const bool names = key == "account" || key == "id" || key == "user" || key == "identity" || key == "name";
      if (!names && !value.empty()) facts.push_back({key, {}, value});
    }
    return core::WithTold(before, facts, core::kImported, true);
  }

  base::Status Write() {
    if (waiting_.empty()) return {};
    store_.Write(waiting_);
    for (const store::WriteOp& op : waiting_) TRY_STATUS(op.status);
    written_ += waiting_.size();
    waiting_.clear();
    return {};
  }

  store::Store& store_;
  const runtime::Config& config_;
  base::Findings& findings_;
  std::set<std::string> identities_;
  std::vector<store::WriteOp> waiting_;
  std::size_t written_ = 0;
};

}  // namespace

int ImportPeople(const ImportCommand& command, Streams streams) {
  const auto config = OpenConfig(command.to, streams.err);
  if (!config) return kFailed;
  const auto text = ReadWholeFile(command.source);
  if (!text) {
    PrintError(streams.err, text.error());
    return kFailed;
  }
  const base::SystemClock clock;
  const auto store = OpenOrMakeData(*config, clock);
  if (!store) {
    PrintError(streams.err, store.error());
    return kFailed;
  }
  base::Findings findings;
  const bool csv = base::AsciiLower(command.source).ends_with(".csv");
  const auto lines = csv ? ReadCsv(command.source, *text, findings) : ReadJsonLines(command.source, *text, findings);
  PeopleImport import(**store, *config, findings);
  const base::Status taken = import.Take(lines);
  for (const base::Finding& finding : findings.Sorted()) streams.err << ToString(finding) << '\n';
  if (!taken) PrintError(streams.err, taken.error());
  streams.out << import.written() << (import.written() == 1 ? " person" : " people") << " of " << lines.size()
              << " lines were taken in.\n";
  return taken && !findings.HasErrors() ? kOk : kFailed;
}

}  // namespace frontdesk::terminal
