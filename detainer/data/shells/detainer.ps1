# Completion of detainer for PowerShell 5.1 and later. In the file that $PROFILE names:
#   detainer completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName detainer -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @($commandAst.CommandElements | ForEach-Object { $_.Extent.Text })
    if (-not $wordToComplete) { $words += '' }
    $before = $env:_DETAINER_COMPLETE, $env:COMP_WORDS
    try {
        $env:_DETAINER_COMPLETE = 'powershell_complete'
        $env:COMP_WORDS = $words -join "`n"
        $lines = @(& $words[0] 2>$null)
    } finally {
        $env:_DETAINER_COMPLETE, $env:COMP_WORDS = $before
    }
    foreach ($line in $lines) {
        $kind, $value, $text = $line -split "`t", 3
        if ($kind -eq 'plain') {
            if (-not $text) { $text = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $text)
        } elseif ($kind -eq 'file' -or $kind -eq 'dir') {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
        }
    }
}
