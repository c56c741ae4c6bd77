@echo off
rem JAVA_HOME names a JDK or JRE, 17 or newer; EMNIST_OPTS holds options of its JVM.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" %EMNIST_OPTS% -jar "%~dp0..\emnist.jar" %*
exit /b %ERRORLEVEL%
