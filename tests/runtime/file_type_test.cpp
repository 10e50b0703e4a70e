#include "bot/runtime/file_type.h"

#include <gtest/gtest.h>

#include "bot/base/text.h"

namespace frontdesk::runtime {
namespace {

using namespace std::string_view_literals;

TEST(FileType, KnowsWhatItTakesByTheBytes) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"\x89PNG\r\n\x1a\n\0\0"sv, "image/png"},
      {"\xFF\xD8\xFF\xE0\0\x10JFIF"sv, "image/jpeg"},
      {"GIF89a\1\0\1\0"sv, "image/gif"},
      {"RIFF\x24\0\0\0WEBPVP8 "sv, "image/webp"},
      {"\0\0\0\x20"
       "ftypisom\0\0\2\0"sv,
       "video/mp4"},
      {"\0\0\0\x18"
       "ftypmp42\0\0\0\0"sv,
       "video/mp4"},
      {"\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm"sv, "video/webm"},
      {"PK\x03\x04\x14\0"sv, "application/zip"},
      {"ID3\x03\0\0\0\0\0\x21"sv, "audio/mpeg"},
      {"\xFF\xFB\x90\x64\0\0"sv, "audio/mpeg"},
      {"\xFF\xF3\x44\xC4\0"sv, "audio/mpeg"},
      {"\xFF\xF1\x50\x80\x2E"sv, "audio/aac"},
      {"\0\0\0\x1C"
       "ftypM4A \0\0\2\0"sv,
       "audio/mp4"},
      {"OggS\0\2\0\0\0\0\0\0\0\0\1\2\3\4\0\0\0\0\1\2\3\4\1\x13OpusHead"sv, "audio/ogg"},
      {"OggS\0\2\0\0\0\0\0\0\0\0\1\2\3\4\0\0\0\0\1\2\3\4\1\x1E\x01vorbis"sv, "audio/ogg"},
      {"RIFF\x24\0\0\0WAVEfmt "sv, "audio/wav"},
      {"#!AMR\n\x0C\xAA"sv, "audio/amr"},
      {"ID3 is a way to name songs.\n"sv, "text/plain"},
      {"%PDF-1.7\n%\xE2\xE3"sv, "application/pdf"},
      {"2026-03-02 error: timeout\r\n\tat main\n"sv, "text/plain"},
      {"日志：连接超时\n"sv, "text/plain"},
      {"<svg onload=alert(1)>"sv, "text/plain"},
      {"<html><script>alert(1)</script>"sv, "text/plain"},
      {"#!/bin/sh\nrm -rf /\n"sv, "text/plain"},
  };
  for (const auto& [bytes, type] : cases) EXPECT_EQ(SniffType(bytes), type) << bytes;
}

TEST(FileType, TakesNothingElse) {
  const std::string_view refused[] = {
      ""sv,
      "MZ\x90\0\3\0\0\0"sv,
      "\x7f"
      "ELF\2\1\1\0"sv,
      "\xCA\xFE\xBA\xBE\0\0"sv,
      "Rar!\x1a\7\0"sv,
      "7z\xBC\xAF\x27\x1C\0"sv,
      "\x1f\x8b\x08\0"sv,
      "BM\x36\0\0\0"sv,
      "\0\0\0\x18"
      "ftypheic\0\0\0\0"sv,
      "RIFF\x24\0\0\0AVI LIST"sv,
      "OggS\0\2\0\0\0\0\0\0\0\0\1\2\3\4\0\0\0\0\1\2\3\4\1\x2A\x80theora"sv,
      "\xFF\xF1\xFC\x80\0"sv,
      "\xFF\xFB\xF0\0"sv,
      "\xFF\xFE\0\0"sv,
      "\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84matroska"sv,
      "text with a NUL\0 inside"sv,
      "\0\0\0\0"sv,
  };
  for (const std::string_view bytes : refused) EXPECT_EQ(SniffType(bytes), "") << bytes;
}

TEST(FileType, LooksAtTheWholeTextNotAtItsBeginning) {
  std::string text(1 << 20, 'a');
  EXPECT_EQ(SniffType(text), "text/plain");
  text.back() = '\0';
  EXPECT_EQ(SniffType(text), "");
}

TEST(FileName, KeepsWhatIsHarmless) {
  EXPECT_EQ(SafeFileName("shot.png"), "shot.png");
  EXPECT_EQ(SafeFileName("屏幕截图 2026-03-02.png"), "屏幕截图 2026-03-02.png");
  EXPECT_EQ(SafeFileName("a & b (1).log"), "a & b (1).log");
}

TEST(FileName, DropsWhatIsNot) {
  EXPECT_EQ(SafeFileName("../../etc/passwd"), "passwd");
  EXPECT_EQ(SafeFileName("C:\\Users\\me\\shot.png"), "shot.png");
  EXPECT_EQ(SafeFileName(".htaccess"), "htaccess");
  EXPECT_EQ(SafeFileName("invoice\u202Egpj.exe"), "invoicegpj.exe");
  EXPECT_EQ(SafeFileName("a\r\nSet-Cookie: x=1"), "aSet-Cookie_ x=1");
  EXPECT_EQ(SafeFileName("a\"b<c>.png"), "a_b_c_.png");
  EXPECT_EQ(SafeFileName("zero\u200Bwidth.png"), "zerowidth.png");
  EXPECT_EQ(SafeFileName("\xff\xfe.png"), "png");
  EXPECT_EQ(SafeFileName(""), "file");
  EXPECT_EQ(SafeFileName("///"), "file");
  EXPECT_EQ(SafeFileName("\u202E"), "file");
}

TEST(FileName, IsShortAndKeepsItsEnding) {
  const std::string name = SafeFileName(std::string(500, 'x') + ".png");
  EXPECT_LE(base::CountGraphemes(name), 120u);
  EXPECT_TRUE(name.ends_with(".png"));
  EXPECT_LE(base::CountGraphemes(SafeFileName(std::string(5000, 'x'))), 120u);
}

}  // namespace
}  // namespace frontdesk::runtime
