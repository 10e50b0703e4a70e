// The wire form of an answer's head, and the answers that the server gives by itself.
//
// Thread safety: pure functions, but for HttpDate, which belongs to one thread.
#pragma once

#include <string>
#include <string_view>

#include "bot/net/http_server.h"

namespace frontdesk::net {

struct AnswerFrame {
  int version = 11;  // the request's
  bool keep_alive = true;
  bool head_only = false;  // the request was HEAD
};

// "HTTP/1.1 200 OK\r\n...\r\n\r\n". False, and nothing appended, when a header would break the framing.
bool AppendAnswerHead(const HttpResponse& response, const AnswerFrame& frame, std::string_view date, std::string& out);

// The head of an answer without an end: chunked for HTTP/1.1, until close for 1.0. The same about false.
bool AppendStreamHead(const HttpHeaders& headers, int version, std::string_view date, std::string& out);

// Whether an answer of that status carries a body at all.
bool MayHaveBody(int status);

// A status from 400 on with a sentence for the person who debugs the client, and the headers that belong to it.
HttpResponse RefusalAnswer(int status);

// To "OPTIONS *".
HttpResponse OptionsAnswer();

// "Sun, 06 Nov 1994 08:49:37 GMT", made anew once a second.
class HttpDate {
 public:
  std::string_view Now();

 private:
  long second_ = 0;
  std::string text_;
};

}  // namespace frontdesk::net
