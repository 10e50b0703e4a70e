#include "knowledge/csv.h"

#include <algorithm>

#include "bot/base/text.h"

namespace frontdesk::knowledge {

namespace {

class Reader {
 public:
  Reader(const std::string& path, std::string_view text, base::Findings& findings)
      : path_(path), text_(text), findings_(findings) {}

  std::vector<CsvRow> Rows() {
    std::vector<CsvRow> rows;
    while (at_ < text_.size()) {
      CsvRow row;
      if (!ReadRow(row)) break;
      const bool empty =
          std::all_of(row.begin(), row.end(), [](const CsvCell& cell) { return base::Trim(cell.text).empty(); });
      if (!empty) rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool ReadRow(CsvRow& row) {
    for (;;) {
      if (++cells_ > kMaxCsvCells) {
        findings_.Error({path_, line_, Column()}, "more than " + std::to_string(kMaxCsvCells) + " cells",
                        "split the file");
        return false;
      }
      CsvCell cell{{}, line_, Column()};
      if (at_ < text_.size() && text_[at_] == '"') {
        if (!ReadQuoted(cell.text)) return false;
      } else {
        ReadPlain(cell.text);
      }
      row.push_back(std::move(cell));
      if (at_ >= text_.size() || text_[at_] != ',') break;
      ++at_;
    }
    if (at_ < text_.size()) NextLine();
    return true;
  }

  void ReadPlain(std::string& cell) {
    const std::size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
    cell = text_.substr(at_, end - at_);
    if (cell.ends_with('\r')) cell.pop_back();
    at_ = end;
  }

  bool ReadQuoted(std::string& cell) {
    const base::Place open{path_, line_, Column()};
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') {
        ++line_;
        line_start_ = at_ + 1;
      }
      if (text_[at_] != '"') {
        cell += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += text_[++at_];
      } else {
        ++at_;
        std::string behind;
        ReadPlain(behind);  // a stray word behind the closing quote belongs to the cell
        cell += behind;
        return true;
      }
    }
    findings_.Error(open, "this quote never closes", "end the cell with a quote; write \"\" for a quote inside it");
    return false;
  }

  int Column() const { return static_cast<int>(at_ - line_start_) + 1; }

  void NextLine() {
    ++at_;
    ++line_;
    line_start_ = at_;
  }

  const std::string& path_;
  std::string_view text_;
  base::Findings& findings_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
  std::size_t cells_ = 0;
};

}  // namespace

std::vector<CsvRow> ParseCsv(const std::string& path, std::string_view text, base::Findings& findings) {
  return Reader(path, text, findings).Rows();
}

}  // namespace frontdesk::knowledge
