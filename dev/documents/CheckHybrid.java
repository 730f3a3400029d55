import java.util.ArrayList;
import java.util.regex.Pattern;
import org.mustangproject.validator.ZUGFeRDValidator;

/** Validates hybrid PDF files with Mustang. Prints one line for each file, with the errors of its report. */
class CheckHybrid {
  private static final Pattern ERROR = Pattern.compile("<(?:error|exception)\\b[^>]*>([^<]*)<");
  private static final Pattern PROFILE = Pattern.compile("<profile>([^<]*)</profile>");

  public static void main(String[] files) throws Exception {
    for (var file : files) {
      var report = new ZUGFeRDValidator().validate(file);
      var errors = new ArrayList<String>();
      var matcher = ERROR.matcher(report);
      while (matcher.find()) errors.add(matcher.group(1).strip().replaceAll("\\s+", " "));
      var profile = PROFILE.matcher(report);
      if (!profile.find()) errors.add("no profile in the report");
      System.out.println(String.join("\t", file, "mustang", String.join(" | ", errors)));
    }
  }
}
