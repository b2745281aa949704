let
  File = Csv.Document(Web.Contents("@address@observations.csv"), [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),
  Table = Table.PromoteHeaders(File, [PromoteAllScalars = true])
in
  Table
